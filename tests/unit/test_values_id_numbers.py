from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nqi_limits.values.id_numbers import IdKind, check_digit, mask_id, mask_ids_in, read_id_number


def number(region="990001", birth="19900307", order="123"):
    """An 18-digit number with the right last character, of a region that does not exist."""
    return region + birth + order + check_digit(region + birth + order)


GOOD = number()
FIRST17 = st.builds(
    lambda region, day, order: f"99{region:04}{day:%Y%m%d}{order:03}",
    st.integers(0, 9999),
    st.dates(dt.date(1900, 1, 1), dt.date(2010, 1, 1)),
    st.integers(0, 999),
)


@given(FIRST17, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_slip_of_one_character_or_one_swap_leads_to_another_checked_number(first17, place, other):
    right = first17 + check_digit(first17)
    assert read_id_number(right).checked
    swapped = right[:place] + right[place : place + 2][::-1] + right[place + 2 :]
    for slip in {right[:place] + other + right[place + 1 :], swapped} - {right}:
        assert not read_id_number(slip).checked


def test_the_standard_s_own_example_of_the_check_character():
    assert check_digit("11010519491231002") == "X"


@given(FIRST17)
def test_a_number_with_its_check_character_is_valid_and_no_other_is(first17):
    right = check_digit(first17)
    read = read_id_number(first17 + right)
    assert read.valid
    assert read.birth == dt.datetime.strptime(first17[6:14], "%Y%m%d").date()
    assert read.sex == ("male" if int(first17[16]) % 2 else "female")
    for other in set("0123456789X") - {right}:
        assert not read_id_number(first17 + other).valid


@given(FIRST17, st.sampled_from(["", " ", "-", "　", "\n", "\u200b"]), st.sampled_from(["", "'", "身份证号："]))
def test_spelling_never_changes_the_key(first17, between, before):
    whole = first17 + check_digit(first17)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in whole.lower())
    spelled = before + whole[:6] + between + whole[6:14] + between + whole[14:].lower()
    assert read_id_number(spelled).key == read_id_number(wide).key == whole


@given(FIRST17)
def test_the_old_15_digits_and_the_new_18_are_one_number(first17):
    assume(first17[6:8] == "19")
    old = read_id_number(first17[:6] + first17[8:])
    assert (old.kind, old.key) == (IdKind.RESIDENT_15, first17 + check_digit(first17))
    assert old.birth == read_id_number(old.key).birth


@pytest.mark.parametrize(
    ("raw", "id_type", "kind", "valid", "problem"),
    [
        (GOOD, "", IdKind.RESIDENT, True, "region"),
        (GOOD, "居民身份证", IdKind.RESIDENT, True, "region"),
        (number(region="110101", birth="18900307"), "身份证", IdKind.RESIDENT, True, ""),
        (GOOD[:17] + ("1" if GOOD[17] != "1" else "2"), "", IdKind.RESIDENT, False, "checksum"),
        (number(birth="19900231"), "", IdKind.RESIDENT, False, "birth-date"),
        (GOOD[:17], "", IdKind.RESIDENT, False, "length"),
        (GOOD + "1", "", IdKind.RESIDENT, False, "length"),
        ("1234567", "身份证", IdKind.RESIDENT, False, "length"),
        (990001900307123, "", IdKind.RESIDENT_15, True, "region"),
        (990001900307123.0, "", IdKind.RESIDENT_15, True, "region"),
        ("990001900307123", "居民身份证", IdKind.RESIDENT_15, True, "region"),
        ("990001900307123", "护照", IdKind.PASSPORT, True, ""),
        (990001901331123, "passport", IdKind.PASSPORT, True, ""),
        ("990001 900307 123", "军官证", IdKind.OFFICER, True, ""),
        ("990001901331123", "", IdKind.RESIDENT_15, False, "birth-date"),
        (number(region="810000", birth="18900307"), "", IdKind.PERMIT_HMT, True, ""),
        (number(region="820000", birth="18900307"), "", IdKind.PERMIT_HMT, True, ""),
        (number(region="830000", birth="18900307"), "居住证", IdKind.PERMIT_HMT, True, ""),
        ("CHN110100010101", "", IdKind.FOREIGN_PERMANENT, True, ""),
        (number(region="931156", birth="18900307"), "", IdKind.FOREIGN_PERMANENT, True, ""),
        (GOOD, "外国人永久居留证", IdKind.FOREIGN_PERMANENT, True, ""),
        (number(region="931156", birth="18900307"), "身份证", IdKind.RESIDENT, True, "region"),
        ("H12345678", "港澳居民来往内地通行证", IdKind.TRAVEL_PERMIT, True, ""),
        ("12345678", "台胞证", IdKind.TRAVEL_PERMIT, True, ""),
        ("E12345678", "", IdKind.PASSPORT, True, ""),
        ("G1234567", "普通护照", IdKind.PASSPORT, True, ""),
        ("军字第1234567号", "", IdKind.OFFICER, True, ""),
        ("1234567", "中国人民武装警察警官证", IdKind.OFFICER, True, ""),
        ("A123456(7)", "香港身份证", IdKind.OTHER, True, ""),
        ("某某", "", IdKind.OTHER, False, "length"),
        (int(number(order="124")[:17] + "0"), "", IdKind.LOST_DIGITS, False, "lost-digits"),
        (9.9000119900307123e17, "", IdKind.LOST_DIGITS, False, "lost-digits"),
        ("1.10101E+17", "", IdKind.LOST_DIGITS, False, "lost-digits"),
        ("990001199003074000", "", IdKind.LOST_DIGITS, False, "lost-digits"),
        ("990001********1234", "", IdKind.LOST_DIGITS, False, "lost-digits"),
        ("", "", IdKind.BLANK, False, ""),
        (None, "", IdKind.BLANK, False, ""),
        ("无", "身份证", IdKind.BLANK, False, ""),
        ("/", "", IdKind.BLANK, False, ""),
    ],
)
def test_kinds(raw, id_type, kind, valid, problem):
    read = read_id_number(raw, id_type)
    assert (read.kind, read.valid, read.problem) == (kind, valid, problem)
    assert (read.key == "") == (kind in (IdKind.LOST_DIGITS, IdKind.BLANK) or raw == "某某")


@given(
    FIRST17,
    st.sampled_from(["{}", "“{}”", "'{}'", "身份证{}", "(身份证){}", "身份证号码 {}", "No.{}"]),
    st.sampled_from(["{}", "{}。", "{};", "{}(身份证)", "{}身份证"]),
    st.sampled_from([".", "_", "/", ""]),
)
def test_words_and_marks_around_a_number_never_change_the_key(first17, before, behind, between):
    whole = first17 + check_digit(first17)
    spelled = behind.format(before.format(between.join([whole[:6], whole[6:14], whole[14:]])))
    assert (read_id_number(spelled).key, read_id_number(spelled).valid) == (whole, True)


@pytest.mark.parametrize(
    "raw", ["护照E12345678", "护照号：E12345678", "(护照)E12345678", "E12345678（护照）", "“E12345678”"]
)
def test_the_kind_of_document_may_stand_with_the_number(raw):
    assert read_id_number(raw).key == "E12345678"
    assert read_id_number(raw).kind is IdKind.PASSPORT


def test_brackets_around_the_check_digit_of_an_identity_card_are_no_part_of_it():
    assert read_id_number("A123456(7)", "香港身份证").key == read_id_number("a1234567", "香港身份证").key


@given(FIRST17)
def test_letters_that_look_like_digits_stand_for_them_where_the_check_digit_agrees(first17):
    whole = first17 + check_digit(first17)
    assert read_id_number(whole.replace("0", "O").replace("1", "l")).key == whole


@pytest.mark.parametrize(
    "raw", ["外籍", "未提供", "0", "00", "000000", "0" * 18, "1" * 18, "1" * 17 + "X", "123456789012345678", "见附件2"]
)
def test_what_is_nobody_s_number_identifies_nobody(raw):
    read = read_id_number(raw)
    assert (read.key, read.valid, read.problem) == ("", False, "length")


OBSERVED_TYPES = {
    "身份证 居民身份证 临时身份证 户口簿": IdKind.RESIDENT,
    "护照 普通护照": IdKind.PASSPORT,
    "军官证 中国人民解放军军官证 警官证 中国人民武装警察警官证 士兵证 文职证": IdKind.OFFICER,
    "港澳居民来往内地通行证 港澳台居民往来内地通行证 港澳台居民通行证 港澳通行证 港澳台通行证 回乡证": IdKind.TRAVEL_PERMIT,
    "台湾居民来往大陆通行证 台湾同胞来往内地通行证 台胞证 台湾通行证": IdKind.TRAVEL_PERMIT,
    "外国人永久居留证 外国人永居身份证": IdKind.FOREIGN_PERMANENT,
    "外国人居留证 外国人居留许可证 香港身份证": IdKind.OTHER,
}


@pytest.mark.parametrize(
    ("id_type", "kind"), [(word, kind) for words, kind in OBSERVED_TYPES.items() for word in words.split()]
)
def test_the_words_of_the_type_column(id_type, kind):
    assert read_id_number("12345678", id_type).kind == kind


@pytest.mark.parametrize("raw", [GOOD, "E12345678", "12345678", "H1234567801", "A123456(7)"])
def test_the_key_is_the_number_s_whatever_the_type_column_says(raw):
    keys = {read_id_number(raw, id_type).key for id_type in ("", "身份证", "护照", "军官证", "台胞证", "其他")}
    assert len(keys) == 1


@given(st.text("0123456789XEGHM", min_size=5, max_size=19), st.sampled_from(["", "身份证", "护照", "台胞证"]))
def test_a_key_is_the_number_itself_but_for_15_digits_and_permits_issued_anew(text, id_type):
    read = read_id_number(text, id_type)
    if read.kind is IdKind.RESIDENT_15 and read.valid:
        assert read.key[:6] + read.key[8:17] == text
    elif re.fullmatch(r"[HM]\d{10}", text):
        assert read.key == text[:9]
    else:
        assert read.key in (text, "")


def test_a_number_with_lost_digits_keeps_its_birth_date():
    assert read_id_number(990001199003071000).birth == dt.date(1990, 3, 7)


def test_the_mask_of_a_mainland_number():
    assert mask_id(GOOD) == f"990001********{GOOD[14:]}"
    assert mask_id(f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}") == f"990001********{GOOD[14:]}"


@given(st.text(max_size=40))
def test_a_mask_shows_the_birth_date_of_nobody_and_at_most_half_of_other_numbers(text):
    masked = mask_id(text)
    if re.fullmatch(r"\d{17}[\dXx]", text):
        return
    assert sum(letter != "*" for letter in masked) <= max(len(masked) // 2, 10 if len(masked) == 18 else 0)


@given(FIRST17, st.sampled_from(["", "号", "（", "：", "ID", " "]), st.sampled_from(["", "，", ")", "。", " 2022"]))
def test_no_number_in_a_text_stays_whole(first17, before, after):
    whole = first17 + check_digit(first17)
    for spelled in (whole, whole.lower(), f"{whole[:6]} {whole[6:14]} {whole[14:]}", whole[:6] + whole[8:17]):
        masked = mask_ids_in(f"{before}{spelled}{after}")
        assert spelled not in masked
        assert "****" in masked


@pytest.mark.parametrize(
    "text", ["2018YFF0212300", "2019-01-01 至 2022-12-31", "申报 2 + 在研 1 = 3 > 2", "13800138000", ""]
)
def test_what_is_no_id_number_is_not_masked(text):
    assert mask_ids_in(text) == text


@given(st.from_regex(r"\A[0-9]{17}[0-9Xx]\Z", alphabet="0123456789Xx") | FIRST17.map(lambda digits: digits + "x"))
def test_a_plain_number_reads_as_one_with_a_blank_before_it(plain):
    assert read_id_number(plain) == read_id_number(" " + plain)
