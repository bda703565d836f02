"""Public instances: read as they are written, solved by the same engine with rules of their own."""

import io
import tarfile
from pathlib import Path

import pytest

from solver.engine import match
from solver.judgement import audit
from solver.plans import Plan, Proof
from tests.benchmarks.public import gap, pas, refugee
from tests.benchmarks.public.sets import FOLDER, PublicInstance, SetIsMissing


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    for name in ("gap", "pas", "refugee-2016"):
        (tmp_path / name).mkdir()
    return tmp_path


def solved(instance: PublicInstance) -> Plan:
    plan = match(instance.problem, instance.rulebook)
    assert not audit(instance.rulebook, instance.problem, plan)
    assert plan.proof is Proof.OPTIMAL
    return plan


def places(plan: Plan) -> dict[str, str]:
    return {a.option.household: a.option.place for a in plan.assignments}


def test_a_family_counts_whole_and_works_where_it_can_live(folder: Path) -> None:
    (folder / "refugee-2016" / "fy16_cap.csv").write_text(
        "affiliate,stated capacity,actual resettled children,actual resettled adults,"
        "actual resettled seniors\nNY-HIAS New York,,1,2,0\nOH-Toledo ,,0,2,0\n"
    )
    (folder / "refugee-2016" / "fy16_size.csv").write_text(
        "row,number of children,number of adults,number of seniors\n1,1,2,0\n2,0,1,0\n3,0,1,1\n"
    )
    towns = "row,NY-NEW YORK CITY,OH-TOLEDO\n"
    (folder / "refugee-2016" / "fy16_compatibility.csv").write_text(f"{towns}1,1,1\n2,1,1\n3,1,0\n")
    (folder / "refugee-2016" / "fy16_employment_weight.csv").write_text(
        f"{towns}1,1.5,2.0\n2,0.5,0.25\n3,0.9,0.9\n"
    )
    plan = solved(refugee.instance())
    # The family of three fits New York only, and then nobody else does there; the third family
    # cannot live in Toledo. Without the first, the others would bring 0.5 and 0.9.
    assert places(plan) == {"family-000": "NY-NEW YORK CITY", "family-001": "OH-TOLEDO"}
    assert refugee.employed(plan.points, 3, 2_000) == pytest.approx(1.75)


def test_items_go_where_they_cost_least_as_far_as_bins_have_room(folder: Path) -> None:
    (folder / "gap" / "best-known.csv").write_text("Path,Optimum\ncattrysse1994/gap1-0,5\n")
    told = b" 2 3\n 1 1 1\n 5 4 3\n 2 2 2\n 1 1 1\n 4 2\n"
    with tarfile.open(folder / "gap" / "instances.tar.xz", "w:xz") as archive:
        entry = tarfile.TarInfo("cattrysse1994/gap1-0")
        entry.size = len(told)
        archive.addfile(entry, io.BytesIO(told))
    (instance,) = gap.instances()
    plan = solved(instance)
    assert plan.points == instance.target == 5
    assert places(plan) == {"item-000": "bin-00", "item-001": "bin-00", "item-002": "bin-01"}


HOSPITAL = """Planning horizon: 14

DEPARTMENTS:
1 Heart 0 0 | 1 1
2 Bones 0 0 | 1 2

ROOMPROPERTIES:
1 oxygen

ROOMS:
1 11 | 2 | 1 | D | 1 1 | 1
2 21 | 1 | 2 | D | 2 1 1 2 | 0

PATIENTS:
1 Ann 50 F | 0 3 | 1 1 3 | 0 | 1 | 0
2 Bob 50 M | 2 4 | 1 1 2 | 1 | 0 | 1
3 Cas 50 M | 5 5 | 1 1 0 | 1 | 0 | 0
4 Dan 50 M | 13 20 | 1 2 7 | 1 | 0 | 0

END.
"""


def test_patients_of_both_sexes_never_share_a_room_on_one_night(folder: Path) -> None:
    (folder / "pas" / "testdata01.txt").write_text(HOSPITAL)
    instance = next(pas.instances())
    plan = solved(instance)
    # Ann and Bob meet on the third night. Bob costs 2 nights of another department (10), a room
    # that has his field in the second place (10) and lacks what he wished (20); Ann costs more.
    assert places(plan) == {
        "patient-0001": "room-11",
        "patient-0002": "room-21",
        "patient-0004": "room-21",
    }
    assert plan.points == 2 * (10 + 10 + 20)


def test_a_set_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    with pytest.raises(SetIsMissing, match="gap"):
        list(gap.instances())
