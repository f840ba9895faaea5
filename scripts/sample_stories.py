"""What happens in sample_data/: projects, applications, and the people of whom something is to be told.

Each story is one person: what they do, and what the check must say of it. The workbooks and sample_data/expected.toml are both
made from here (see make_sample.py); everybody else in the sample stays within the limits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from invented import PARTNERS, UNIVERSITY

LEADER, TOPIC, KEY, TASK, ORDINARY, EXPERT = "项目负责人", "课题负责人", "骨干", "任务负责人", "参与人员", "咨询专家"

KEY_RD = "国家重点研发计划"
NQI_PROGRAMME = "“国家质量基础设施体系”重点专项"


@dataclass(frozen=True)
class Project:
    """An ongoing project. `period` and `extended` are the cells; `topics`: how many stand in the list of topics."""

    number: str
    name: str
    programme: str
    period: str
    extended: str = ""
    topics: int = 0
    in_ledger: bool = True
    organisation: str = UNIVERSITY


# The ongoing projects by the short names that the stories use. Numbers are of blocks that no call has reached (99…).
ONGOING = {
    "微波功率": Project("2019YFF0299100", "微波功率量值传递关键技术研究", KEY_RD, "2019.07-2023.06", topics=2),
    "激光测距": Project("2020YFF0299200", "远程激光测距计量标准研究", NQI_PROGRAMME, "2020年10月至2023年9月", topics=2),
    "称重传感": Project("2018YFF0299300", "高温称重传感器校准方法研究", KEY_RD, "2018.07—2022.12"),
    "流量标准": Project("2020YFF0299400", "气体小流量标准装置研制", KEY_RD, "2020.01.01-2022.12.30"),
    "声学校准": Project("2018YFF0299500", "水下声学校准技术研究", KEY_RD, "2018.07-2022.06", extended="2023-06-30"),
    "氢气纯度": Project("2021YFF0699100", "氢气纯度标准物质研制", NQI_PROGRAMME, "2021.12～2024.11", topics=2),
    "辐射剂量": Project("2020YFF0299600", "医用加速器辐射剂量溯源研究", KEY_RD, "2020.01-"),
    "在线监测": Project("WT2021-0317", "大型装备在线监测方法研究", "", "2021.03-2024.02"),
    "纳米光栅": Project("52999901", "自溯源纳米光栅制备机理研究", "国家自然科学基金面上项目", "2021.01-2024.12"),
    "烟叶水分": Project("2021YL-GY-099", "烟叶水分快速检测仪研制", "云岭省重点研发计划", "2021.06-2023.05"),
    "智能计量": Project("2021ZD0299700", "计量数据可信智能分析", "科技创新2030—重大项目", "2021年12月–2025年11月"),
    "机床测头": Project("2018ZX04999001", "机床在机测量测头研制", "国家科技重大专项", "2018-01 至 2023-06"),
    "碳计量": Project("2021YFF0699200", "重点行业碳计量方法与标准研究", NQI_PROGRAMME, "2021.12-2024.11", topics=2),
    "智能网联": Project(
        "2020YFB1699300", "网联传感器测试评价技术研究", KEY_RD, "2020年12月—2023年11月", organisation=PARTNERS[3]
    ),
    "食品检测": Project("2019YFC1699400", "食品现场快检质量控制研究", KEY_RD, "2019.12-2022.11"),
    "标准数字": Project("2021YFF0699500", "标准数字化共性技术研究", NQI_PROGRAMME, "2021.10—2024.09", topics=2),
    "压力容器": Project("2020YFF0299800", "移动式压力容器检验技术研究", KEY_RD, "2020-01-01 至 2022-12-31"),
    "时间频率": Project(
        "2021YFF0699600",
        "时间频率远程溯源研究",
        KEY_RD,
        "2021.12-2024.11",
        topics=2,
        in_ledger=False,
        organisation=PARTNERS[0],
    ),
    "生物计量": Project(
        "2020YFF0298100",
        "核酸计量互认关键技术研究",
        KEY_RD,
        "2020.11-2023.10",
        topics=2,
        in_ledger=False,
        organisation=PARTNERS[10],
    ),
}


@dataclass(frozen=True)
class Application:
    """An application. `topics`: how many; 0 for a young scientists' project (青年科学家项目)."""

    title: str
    direction: str
    topics: int
    end: dt.date
    funding: int

    @property
    def young(self) -> bool:
        """Whether it is a young scientists' project."""
        return not self.topics


_THREE, _FOUR = dt.date(2025, 10, 31), dt.date(2026, 10, 31)

# The applications by number: 1 is YL2022-01. Young scientists' projects: 7, 13 and 18.
APPLICATIONS = dict(
    enumerate(
        (
            Application("芯片级温度标准关键技术研究", "1.1", 3, _FOUR, 1200),
            Application("氢能储运计量测试技术研究", "1.3", 4, _THREE, 1500),
            Application("碳排放连续监测量值溯源研究", "1.4", 3, _THREE, 1000),
            Application("大尺寸空间坐标测量校准研究", "1.6", 3, _FOUR, 1600),
            Application("生物活性物质计量方法研究", "1.8", 3, _THREE, 900),
            Application("智能制造标准验证技术研究", "2.1", 3, _THREE, 800),
            Application("单光子探测效率校准新方法", "1.2", 0, _THREE, 200),
            Application("绿色产品评价标准体系研究", "2.3", 3, _THREE, 700),
            Application("城市安全韧性标准研究", "2.5", 6, _THREE, 750),
            Application("承压设备无损检测技术研究", "3.1", 3, _FOUR, 1300),
            Application("电梯安全性能评估技术研究", "3.2", 3, _THREE, 1100),
            Application("新型食品接触材料检测技术研究", "3.4", 3, _THREE, 950),
            Application("机器可读标准语义建模方法", "2.4", 0, _FOUR, 200),
            Application("网联汽车认证测试技术研究", "4.1", 3, _THREE, 1050),
            Application("服务认证评价技术研究", "4.3", 3, _THREE, 600),
            Application("检验检测数据可信溯源研究", "3.7", 4, _THREE, 980),
            Application("流量仪表全生命周期计量研究", "5.1", 3, _FOUR, 1150),
            Application("微纳颗粒现场检测新方法", "3.5", 0, _THREE, 200),
            Application("区域质量基础设施协同服务研究", "6.1", 3, _THREE, 860),
            Application("特色产业计量测试集成应用", "7.1", 3, _THREE, 1250),
        ),
        start=1,
    )
)


@dataclass(frozen=True)
class Part:
    """A role in one unit: a short name of `ONGOING` or a number of `APPLICATIONS`.

    `left` is the cell 退出日期. `listed`: the role stands in the list of topics only.
    """

    unit: str | int
    role: str
    topic: int = 0
    left: str = ""
    listed: bool = False


@dataclass(frozen=True)
class Expected:
    """A finding that the check must give: on which units and organisations it rests, and on which readings a review hangs."""

    rule: str
    severity: str
    on: tuple[str | int, ...] = ()
    readings: tuple[str, ...] = ()
    names_person: bool = True
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """One person, or an application or organisation where `name` is "". `numbered`: their ID number is known.

    `birth` is the birth date, if it matters; `cells` are what other columns of the sample say of the person.
    """

    name: str
    what: str
    parts: tuple[Part, ...]
    expected: tuple[Expected, ...] = ()
    organisation: str = UNIVERSITY
    numbered: bool = True
    birth: dt.date | None = None
    cells: Mapping[str, object] = field(default_factory=dict)


ONE_LEAD, LEADS, TOPIC_LEADS = "one-lead-application", "ongoing-leader-applies", "ongoing-topic-leader-leads"
TOTAL, LEFT, EXEMPT = "two-project-total", "left-ongoing-project", "exempt-project"

VIOLATIONS = (
    Story(
        "闻霁川",
        "两份新申报都牵头：一份任项目负责人，另一份任课题负责人",
        (Part(1, LEADER), Part(2, TOPIC, 3)),
        (Expected(ONE_LEAD, "violation", (1, 2)),),
    ),
    Story(
        "宋砚青",
        "在研项目负责人，又以骨干参加申报",
        (Part("微波功率", LEADER), Part(3, KEY)),
        (Expected(LEADS, "violation", ("微波功率", 3)),),
    ),
    Story(
        "褚明湛",
        "在研项目原定 2022 年 6 月结束，已延期到 2023 年 6 月，仍是在研；本人是负责人，又参加两份申报",
        (Part("声学校准", LEADER), Part(5, TOPIC, 2), Part(9, KEY)),
        (Expected(LEADS, "violation", ("声学校准", 5, 9)), Expected(TOTAL, "violation", ("声学校准", 5, 9))),
    ),
    Story(
        "陆听澜",
        "在研课题负责人，又牵头申报项目",
        (Part("激光测距", TOPIC, 2), Part(4, LEADER)),
        (Expected(TOPIC_LEADS, "violation", ("激光测距", 4)),),
    ),
    Story(
        "韦初霁",
        "同上，只是在研课题负责人的身份只写在课题清单里，那里没有证件号码",
        (Part("时间频率", TOPIC, 2, listed=True), Part(10, LEADER)),
        (Expected(TOPIC_LEADS, "violation", ("时间频率", 10)),),
    ),
    Story(
        "秦望汀",
        "申报 2 项，在研 1 项，都是骨干",
        (Part("微波功率", KEY), Part(1, KEY), Part(5, KEY)),
        (Expected(TOTAL, "violation", ("微波功率", 1, 5)),),
    ),
    Story(
        "傅竹溪",
        "没有在研项目，但在三份新申报里都是骨干",
        (Part(2, KEY), Part(6, KEY), Part(8, KEY)),
        (Expected(TOTAL, "violation", (2, 6, 8)),),
        organisation=PARTNERS[1],
    ),
)

REVIEWS = (
    Story(
        "温屿舟",
        "在研项目负责人参加申报，在研项目写到 2022.12，即恰好在截止日结束",
        (Part("称重传感", LEADER), Part(11, KEY)),
        (Expected(LEADS, "review", ("称重传感", 11), ("cutoff-day",)),),
    ),
    Story(
        "甄川野",
        "在研 2 项加申报 1 项，其中一项在研恰好在截止日结束",
        (Part("微波功率", KEY), Part("称重传感", KEY), Part(10, KEY)),
        (Expected(TOTAL, "review", ("微波功率", "称重传感", 10), ("cutoff-day",)),),
    ),
    Story(
        "蔺秋澄",
        "在研课题负责人牵头申报，在研项目没有写结束日期",
        (Part("辐射剂量", TOPIC, 1), Part(12, LEADER)),
        (Expected(TOPIC_LEADS, "review", ("辐射剂量", 12), ("missing-end",)),),
    ),
    Story(
        "祁汀岸",
        "申报 2 项，另有 1 项在研看不出属于哪个计划",
        (Part("在线监测", KEY), Part(3, KEY), Part(11, TOPIC, 2)),
        (Expected(TOTAL, "review", ("在线监测", 3, 11), ("unknown-programme",)),),
    ),
    Story(
        "卓叙柏",
        "在研 1 项、申报 2 项，其中一份申报里只是参与人员",
        (Part("碳计量", KEY), Part(4, KEY), Part(9, ORDINARY)),
        (Expected(TOTAL, "review", ("碳计量", 4, 9), ("ordinary-member",)),),
    ),
    Story(
        "席泊岫",
        "申报 1 项；在研 2 项，一项在截止日结束，另一项里只是参与人员",
        (Part("压力容器", KEY), Part("碳计量", ORDINARY), Part(8, TOPIC, 2)),
        (Expected(TOTAL, "review", ("压力容器", "碳计量", 8), ("cutoff-day", "ordinary-member")),),
    ),
    Story(
        "杭稻谷",
        "在研 1 项、申报 2 项，其中一份申报里的角色写成“技术支撑”，不知道算什么",
        (Part("标准数字", KEY), Part(6, KEY), Part(14, "技术支撑")),
        (
            Expected(TOTAL, "review", ("标准数字", 6, 14), ("ordinary-member", "unknown-role")),
            Expected("unknown-role", "note", names_person=False),
        ),
    ),
    Story(
        "左念衡",
        "一份申报里任课题负责人，另一份里任任务负责人",
        (Part(1, TOPIC, 2), Part(15, TASK, 2)),
        (Expected(ONE_LEAD, "review", (1, 15), ("task-leader",)),),
    ),
    Story(
        "骆青禾",
        "同一份申报里负责两个课题",
        (Part(16, TOPIC, 2), Part(16, TOPIC, 3)),
        (Expected(ONE_LEAD, "review", (16,), ("two-topics-one-project",)),),
    ),
    Story(
        "苗知屿",
        "在研课题负责人，在申报里也只任课题负责人",
        (Part("激光测距", TOPIC, 1), Part(5, TOPIC, 3)),
        (Expected(TOPIC_LEADS, "review", ("激光测距", 5), ("topic-leader-leads-topic",)),),
    ),
    Story(
        "康定汐",
        "外单位人员，两边都没有证件号码：在研项目负责人和申报骨干同名同单位",
        (Part("智能网联", LEADER), Part(14, KEY)),
        (Expected(LEADS, "review", ("智能网联", 14), ("same-name-org",)),),
        organisation=PARTNERS[3],
        numbered=False,
    ),
    Story(
        "向晚汀",
        "今年 3 月退出在研项目，又参加申报",
        (Part("氢气纯度", KEY, left="2022-03-15"), Part(17, TOPIC, 2)),
        (Expected(LEFT, "review", ("氢气纯度", 17)),),
    ),
    Story(
        "裴映谷",
        "退出的在研项目没有写结束日期，可能已经不算在研",
        (Part("辐射剂量", KEY, left="2022年1月"), Part(12, KEY)),
        (Expected(LEFT, "review", ("辐射剂量", 12), ("missing-end",)),),
    ),
)

HARMLESS = (
    Story("顾澹然", "申报里既是项目负责人又是其中一个课题的负责人，只算一次", (Part(16, LEADER), Part(16, TOPIC, 1))),
    Story(
        "柏舒禾",
        "在研项目 2022 年 12 月 30 日结束，早于截止日一天，不算在研，可以牵头申报",
        (Part("流量标准", LEADER), Part(17, LEADER)),
        (Expected(EXEMPT, "note", ("流量标准", 17)),),
    ),
    Story("岳清禾", "与另一位岳清禾同名同单位、证件号码不同：这一位是在研项目负责人", (Part("氢气纯度", LEADER),)),
    Story("岳清禾", "与另一位岳清禾同名同单位、证件号码不同：这一位牵头申报", (Part(18, LEADER),)),
    Story("单知简", "在研 1 项加申报 1 项，没有超过两项", (Part("碳计量", KEY), Part(19, TOPIC, 2))),
    Story("费辞修", "在研课题负责人以骨干参加申报，不牵头", (Part("标准数字", TOPIC, 1), Part(19, KEY))),
    Story(
        "鄢清麦", "参加两份申报，另在一份申报里任咨询专家，不算成员", (Part(15, KEY), Part(20, KEY), Part(12, EXPERT))
    ),
    Story("阙知荞", "负责国家自然科学基金项目，不在限项范围内", (Part("纳米光栅", LEADER), Part(20, LEADER))),
    Story("喻柏石", "负责省级重点研发计划项目，不在限项范围内", (Part("烟叶水分", LEADER), Part(3, LEADER))),
    Story("尹屿川", "退出过的在研项目在截止日之前结束", (Part("食品检测", KEY, left="2021-06-30"), Part(19, KEY))),
    Story(
        "仲怀堇",
        "在一个在研项目的两个课题里都是骨干，只算一项，另申报一项",
        (Part("激光测距", KEY, 1), Part("激光测距", KEY, 2), Part(6, TOPIC, 2)),
    ),
)

# Organisations that only these stories speak of.
NEWCOMER, ORGAN = "朔光量子仪器有限公司", "霁州市市场秩序管理局"

FORM_REVIEW = (
    Story(
        "毕听松",
        "申报里的课题负责人，1961 年 11 月出生，超过年龄",
        (Part(14, TOPIC, 3),),
        (Expected("leader-birth-date", "violation", (14,)),),
        birth=dt.date(1961, 11, 3),
    ),
    Story(
        "章漫舟",
        "申报里的课题负责人，每年只投入 4 个月",
        (Part(20, TOPIC, 2),),
        (Expected("leader-months", "violation", (20,)),),
        cells={"每年投入时间（月）": 4},
    ),
    Story(
        "奚望屿",
        "公务员，代表国家机关参加申报",
        (Part(19, KEY),),
        (
            Expected("civil-servant", "violation", (19,)),
            Expected("org-kind", "violation", (19,), names_person=False, organisations=(ORGAN,)),
        ),
        organisation=ORGAN,
        cells={"是否公务员": "是"},
    ),
    Story(
        "潘叙言",
        "青年科学家项目的骨干，1979 年出生，原则上超过年龄",
        (Part(7, KEY),),
        (Expected("young-member-age", "review", (7,)),),
        birth=dt.date(1979, 5, 20),
    ),
    Story(
        "鲁知汀",
        "所在的公司 2021 年 9 月才注册，参加了申报",
        (Part(17, KEY),),
        (Expected("org-registered", "violation", (17,), names_person=False, organisations=(NEWCOMER,)),),
        organisation=NEWCOMER,
    ),
    Story(
        "薛景行",
        "申报里的课题负责人，1962 年 1 月 1 日出生，恰在界限上，按默认口径符合",
        (Part(15, TOPIC, 3),),
        birth=dt.date(1962, 1, 1),
    ),
    Story("", "设了 6 个课题", (), (Expected("topic-count", "violation", (9,), names_person=False),)),
    Story(
        "",
        "青年科学家项目报了不设青年科学家项目的方向",
        (),
        (Expected("young-direction", "review", (13,), names_person=False),),
    ),
)

STORIES = VIOLATIONS + REVIEWS + HARMLESS + FORM_REVIEW
