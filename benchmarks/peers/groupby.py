"""What an analyst would write with pandas: who breaks one of the core limits, in the workbooks of make_roster.py.

Every open point counts strictly. Prints JSON: the rule → the ID numbers of those who break it.
"""

import json
import sys
from pathlib import Path

import pandas as pd

CUTOFF = pd.Timestamp("2022-12-31")
COUNTED = ["国家重点研发计划", "国家科技重大专项"]

sheets: dict[str, pd.DataFrame] = {}
for name in sys.argv[1:]:
    if Path(name).suffix == ".xlsx":
        sheets |= pd.read_excel(name, sheet_name=None, engine="calamine")

who = ["姓名", "工作单位"]
numbers = sheets["人员"].drop_duplicates(who, keep=False).set_index(who)["证件号码"].rename("known")
months = sheets["在研项目"]["结束日期"]
ends = pd.to_datetime(months, errors="coerce")
ends = ends.fillna(pd.to_datetime(months.astype(str), format="%Y年%m月", errors="coerce") + pd.offsets.MonthEnd(0))
projects = sheets["在研项目"].assign(counts=(ends >= CUTOFF) & sheets["在研项目"]["所属计划"].isin(COUNTED))
ongoing = sheets["在研人员"].merge(projects[["项目编号", "counts"]], on="项目编号").join(numbers, on=who)
ongoing["person"] = ongoing["证件号码"].fillna(ongoing["known"])
ongoing = ongoing[ongoing["counts"]]
stayed = ongoing[ongoing["退出日期"].isna()]
applied = sheets["申报人员"].rename(columns={"证件号码": "person"})

leads = applied[applied["角色"].isin(["项目负责人", "课题负责人"])]
led = leads.groupby("person")["申报编号"].nunique()
units = pd.concat(
    [
        applied[["person", "申报编号"]].set_axis(["person", "unit"], axis=1),
        stayed[["person", "项目编号"]].set_axis(["person", "unit"], axis=1),
    ]
)
total = units.groupby("person")["unit"].nunique()
applies = set(applied["person"])
found = {
    "one-lead-application": set(led[led > 1].index),
    "ongoing-leader-applies": set(stayed.loc[stayed["角色"] == "项目负责人", "person"]) & applies,
    "ongoing-topic-leader-leads": set(stayed.loc[stayed["角色"] == "课题负责人", "person"]) & set(leads["person"]),
    "two-project-total": set(total[total > 2].index) & applies,
    "left-ongoing-project": set(ongoing.loc[ongoing["退出日期"].notna(), "person"]) & applies,
}
print(json.dumps({rule: sorted(people) for rule, people in found.items()}))
