"""Invented people and organisations for samples and benchmarks: numbers that look right and cannot belong to anyone.

ID numbers are well-formed: 18 characters, a birth date that exists, the right last character (GB 11643). They cannot belong to
anyone because they begin with a region code from 990001 to 990099: region codes (GB/T 2260) begin with the digits of a
province, 11 to 83, and no province, city or county begins with 99. The same code stands in the credit codes of organisations
(GB 32100), which are made with both of their check characters.

Names are put together from lists of surnames and of syllables; institutions stand in places that do not exist.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

FIRST_REGION, LAST_REGION = 990001, 990099

UNIVERSITY = "云岭计量大学"
PARTNERS = (
    "望川市计量测试研究院",
    "沧原理工大学",
    "霁州标准化研究院",
    "北屏精密仪器有限公司",
    "临溟检验检测集团有限公司",
    "南汀工业大学",
    "岚江省特种设备安全研究院",
    "曜石传感科技（望川）有限公司",
    "云岭省认证认可研究中心",
    "泊云氢能装备有限公司",
    "青崖大学",
)

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    "云苏潘葛奚范彭郎鲁韦昌马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤"
)
_FIRST = "安柏辰承初澹稻端帆枫歌谷禾衡鸿霁简堇菁景峻珂兰澜黎栎霖泠麦漫茗慕屏蒲荞青清朔松恬汀桐望闻汐溪晓叙砚彦野倚屿雨昱芷知竹卓"
_SECOND = "柏川辞帆枫谷禾鹤衡湖怀霁简荆景隽珂澜朗黎荔霖岭麦眠屏蒲青清然杉石舒朔松棠汀桐望微溪修叙言砚彦野宜屿泽舟竹梓"
_ALONE = "栎汀荔屿沅砚湜泠"


def check_character(first17: str) -> str:
    """The 18th character of an ID number (GB 11643: ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return "10X98765432"[total % 11]


def id_number(region: int, birth: dt.date, sequence: int) -> str:
    """An ID number that nobody has. `region`: 990001 to 990099; `sequence`: 0 to 999, odd for men.

    Raises ValueError for any other region.
    """
    if not FIRST_REGION <= region <= LAST_REGION:
        raise ValueError(f"region {region} may exist")
    first17 = f"{region}{birth:%Y%m%d}{sequence:03d}"
    return first17 + check_character(first17)


def birth_date(random: Random, first_year: int, last_year: int) -> dt.date:
    """A day from the first of January of one year to the last of December of another."""
    start = dt.date(first_year, 1, 1)
    return start + dt.timedelta(days=random.randrange((dt.date(last_year + 1, 1, 1) - start).days))


def person_name(random: Random) -> str:
    """A surname and a given name, of one syllable in one of eight."""
    given = random.choice(_ALONE) if random.random() < 1 / 8 else random.choice(_FIRST) + random.choice(_SECOND)
    return random.choice(_SURNAMES) + given


def credit_code(number: int) -> str:
    """A well-formed credit code (GB 32100) that no organisation has: registered in region 990001. `number`: 0 to 9999999."""
    body = f"Q{number:07d}"
    weighted = sum(weight * int(sign, 36) for weight, sign in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True))
    first17 = f"12{FIRST_REGION}{body}{'0123456789X'[-weighted % 11]}"
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(first17))
    return first17 + signs[-total % 31]
