"""Make up names of places, programmes, groups, employers and courts, as people give them."""

from __future__ import annotations

import random

from notesafe.lexicons import surnames

__all__ = ["draw_name"]

_FIRST = [
    "Cedar",
    "Willow",
    "Harbor",
    "Stone",
    "Iron",
    "Copper",
    "Silver",
    "River",
    "North",
    "South",
    "West",
    "East",
    "High",
    "Low",
    "Clear",
    "Bright",
    "Still",
    "Broad",
    "Fair",
    "Green",
    "Red",
    "Black",
    "White",
    "Gray",
    "Blue",
    "Golden",
    "Maple",
    "Aspen",
    "Juniper",
    "Laurel",
    "Hazel",
    "Fern",
    "Birch",
    "Alder",
    "Cotton",
    "Wheat",
    "Fox",
    "Elk",
    "Heron",
    "Crane",
    "Eagle",
    "Raven",
    "Otter",
    "Bear",
    "Deer",
    "Salmon",
    "Prairie",
    "Canyon",
    "Summit",
    "Valley",
    "Meadow",
    "Lake",
    "Spring",
    "Brook",
    "Ash",
    "Oak",
    "Elm",
    "Pine",
    "Rock",
    "Sand",
    "Salt",
    "Sun",
    "Moon",
    "Star",
    "Dawn",
    "Haven",
    "Hope",
    "Grace",
    "Mercy",
    "Unity",
    "Liberty",
    "Pioneer",
    "Heritage",
    "Beacon",
    "Compass",
    "Lantern",
    "Anchor",
    "Bridge",
    "Gate",
    "Mill",
    "Forge",
    "Ferry",
    "Quarry",
    "Orchard",
    "Vine",
    "Thistle",
    "Clover",
    "Sage",
    "Juniper",
    "Tamarack",
    "Sycamore",
]
_SECOND = [
    "wood",
    "field",
    "brook",
    "ton",
    "ville",
    "dale",
    "ford",
    "port",
    "view",
    "crest",
    "ridge",
    "haven",
    "burg",
    "mont",
    "side",
    "land",
    "shore",
    "bury",
    "gate",
    "well",
    "more",
    "stead",
    "wick",
    "hurst",
    "ham",
]
_TAIL = [
    "Creek",
    "Falls",
    "Springs",
    "Grove",
    "Hills",
    "Heights",
    "Park",
    "Point",
    "Ridge",
    "Valley",
    "Bluff",
    "Lake",
    "Bay",
    "Junction",
    "Landing",
    "Crossing",
    "Hollow",
    "Flats",
    "Mesa",
    "City",
    "Center",
    "Corners",
    "Station",
    "Harbor",
    "Beach",
    "Rapids",
]
_PHRASE = [
    "Turning Point",
    "New Leaf",
    "Second Wind",
    "Open Door",
    "Safe Passage",
    "Fresh Start",
    "Higher Ground",
    "Still Waters",
    "First Light",
    "Common Ground",
    "Solid Ground",
    "Next Step",
    "Bridgeway",
    "Pathfinder",
    "Daybreak",
    "Crossroads",
    "Stepping Stone",
    "Rising Tide",
    "Gateway",
    "Milestone",
    "Horizon",
    "True North",
    "Lifeline",
    "Keystone",
    "Cornerstone",
    "Serenity",
    "Phoenix Rising",
    "Homeward",
    "Wellspring",
    "Lighthouse",
    "New Roads",
    "Steady Hand",
]
_CARE = [
    "Recovery",
    "Treatment Center",
    "Behavioral Health",
    "Recovery Center",
    "Wellness",
    "Counseling",
    "Health Services",
    "Lodge",
    "Ranch",
    "House",
    "Place",
    "Center",
    "Detox",
    "Outpatient",
    "Recovery Services",
    "Residential",
    "Addiction Medicine",
    "IOP",
    "Recovery Center for Women",
    "Community Services",
]
_SOBER = [
    "House",
    "Sober Living",
    "Manor",
    "Home",
    "Oxford House",
    "Recovery Home",
    "Transitional Living",
    "Men's House",
    "Women's House",
    "Residence",
    "Cottage",
]
_HOSPITAL = [
    "Medical Center",
    "General",
    "Hospital",
    "Memorial",
    "Regional",
    "Community Hospital",
    "Health",
    "County Hospital",
    "Regional Medical Center",
    "ER",
]
_CLINIC = [
    "Clinic",
    "Family Clinic",
    "Health Center",
    "Medical Group",
    "Community Health",
    "Primary Care",
    "Behavioral Clinic",
    "Treatment Services",
    "Comprehensive Treatment Center",
    "Methadone Clinic",
]
_GROUP = [
    "Early Birds",
    "Night Owls",
    "Lunch Bunch",
    "Nooners",
    "Sunrise Sobriety",
    "Attitude Adjusters",
    "Live and Let Live",
    "One More Day",
    "Easy Does It",
    "Keep Coming Back",
    "Happy Hour",
    "Candlelight",
    "Rush Hour",
    "Primary Purpose",
    "Back Porch",
    "Coffee and Chips",
    "Road to Freedom",
    "We Care",
    "Clean Slate",
    "Dawn Breakers",
    "Survivors",
    "The Lifeboat",
    "Tuesday Step Study",
    "Saturday Sisters",
    "Brothers in Recovery",
    "No Matter What",
    "Free at Last",
    "Hole in the Ground",
    "Back to Basics",
    "Hand in Hand",
    "Out of the Fog",
    "Last House",
    "Foxhole",
    "Design for Living",
    "Sober at Sunset",
    "New Beginnings",
    "A Vision for You",
    "Firing Line",
    "Recovery on the Rocks",
    "Spiritual Misfits",
    "Women of Grace",
    "Rule Sixty Two",
    "Lost and Found",
    "Mustard Seed",
    "The Broken Elevator",
    "Half Measures",
    "Old Timers",
    "Rebellion Dogs",
    "Ninth Street Nuts",
    "Basement Dwellers",
    "Gut Level",
    "Sober Stitchers",
    "Kitchen Table",
]
_GROUP_TAIL = ["", "", "", " Group", " Meeting", " Home Group", " Women's Group", " Men's Stag", " AA", " Step Study"]
_CHURCH = [
    "St. {s}'s",
    "St. {s}",
    "{p} Lutheran",
    "First Baptist",
    "{p} Methodist",
    "Holy {p}",
    "Our Lady of {p}",
    "{p} Presbyterian",
    "Grace {p}",
    "Mount {p} Baptist",
    "{p} Unitarian",
    "Temple {p}",
    "{p} Community Church",
    "Iglesia {p}",
    "{p} AME",
]
_SAINT = [
    "Luke",
    "Mark",
    "John",
    "Paul",
    "Anne",
    "Brigid",
    "Jude",
    "Monica",
    "Stephen",
    "Cecilia",
    "Clare",
    "Rita",
    "Francis",
    "Ignatius",
    "Joseph",
    "Andrew",
    "Matthew",
    "Patrick",
    "Agnes",
    "Alban",
]
_SHOP = [
    "Diner",
    "Auto",
    "Roofing",
    "Foods",
    "Logistics",
    "Market",
    "Bakery",
    "Construction",
    "Trucking",
    "Landscaping",
    "Plumbing",
    "Electric",
    "Poultry",
    "Packing",
    "Freight",
    "Hardware",
    "Cafe",
    "Grill",
    "Steel",
    "Lumber",
    "Dental",
    "Realty",
    "Salon",
    "Tire",
    "Textiles",
    "Dairy",
    "Cannery",
    "Warehouse",
    "Coffee",
    "Pizza",
    "Motors",
    "& Sons",
    "Marine",
    "Nursery",
    "Insurance",
    "Credit Union",
    "Mills",
    "Foundry",
]
_SCHOOL = [
    "High",
    "Middle School",
    "Elementary",
    "High School",
    "Community College",
    "State",
    "University",
    "Academy",
    "College",
    "Tech",
    "Prep",
    "Alternative School",
]
_COURT = [
    "{c} County Drug Court",
    "{c} County Circuit Court",
    "{c} Municipal Court",
    "{c} Superior Court",
    "{c} Veterans Treatment Court",
    "{c} District Court",
    "{c} Tribal Court",
    "{c} County Family Court",
    "{c} Recovery Court",
    "{c} Mental Health Court",
]
_AGENCY = [
    "{c} County DHS",
    "{c} County Child Welfare",
    "{c} Probation",
    "{c} PD",
    "{c} Sheriff's Office",
    "{c} Housing Authority",
    "{c} County CPS",
    "{c} Community Corrections",
    "{c} Parole Office",
    "{c} Department of Human Services",
    "{c} Police Department",
]
_UNION = ["Local {n}", "Teamsters {n}", "IBEW {n}", "{c} Carpenters", "{c} Nurses Association", "Ironworkers {n}"]
_INSURER = ["{p} Health Plan", "{p} Care", "Blue {p}", "{p} Mutual", "{c} Medicaid", "{p} Advantage"]
_LANDMARK = [
    "{p} Park",
    "the {p} Motel",
    "{p} Tavern",
    "{p} Bar",
    "{p} Bridge",
    "{f}'s",
    "{p} Lounge",
    "{p} Mall",
    "{p} Inn",
    "{p} Truck Stop",
    "{p} Library",
    "{p} Bowl",
    "{p} Beach",
    "{p} Saloon",
    "the {p} Lot",
    "{f}'s Liquor",
    "{p} Laundromat",
    "{p} Apartments",
]
_STREET = ["St", "Ave", "Street", "Avenue", "Road", "Rd", "Drive", "Blvd", "Lane", "", "", "Way", "Court", "Pike"]
_ROAD = ["Route {n}", "Highway {n}", "County Road {n}", "{p} Road", "Old {p} Road", "the {p} Turnpike"]
_HOOD = [
    "the {p} District",
    "{p} Heights",
    "{p} Hill",
    "the {d}side",
    "{p}town",
    "Little {p}",
    "{p} Flats",
    "Old Town",
    "{p} Bottoms",
    "{d} {c}",
    "the {p}s",
]


def draw_name(rng: random.Random, label: str, kind: str) -> str | None:
    """Return a made-up name for a slot of *label* and *kind*, or None for kinds that are not made up."""
    place = _place(rng)
    match label, kind:
        case "LOCATION", "city":
            return place
        case "LOCATION", "county":
            return place.split(" ")[0] + rng.choice((" County", " County", " Co", ""))
        case "LOCATION", "street":
            return f"{_word(rng)} {rng.choice(_STREET)}".strip()
        case "LOCATION", "landmark":
            return _from(rng, _LANDMARK)
        case "LOCATION", "road":
            return _from(rng, _ROAD).replace("{n}", "9")
        case "LOCATION", "neighborhood":
            return _from(rng, _HOOD)
        case "FACILITY", "treatment" | "detox":
            return _maybe_short(rng, _care_name(rng), _CARE)
        case "FACILITY", "sober_house":
            return _maybe_short(rng, _care_name(rng), _SOBER)
        case "FACILITY", "hospital":
            return _maybe_short(rng, place if rng.random() < 0.6 else f"St. {rng.choice(_SAINT)}", _HOSPITAL)
        case "FACILITY", "clinic" | "otp":
            return _maybe_short(rng, _care_name(rng), _CLINIC)
        case "FACILITY", "home_group":
            return (
                rng.choice(_GROUP) + rng.choice(_GROUP_TAIL)
                if rng.random() < 0.8
                else f"{_word(rng)} Street{rng.choice(_GROUP_TAIL)}"
            )
        case "FACILITY", "church":
            return _from(rng, _CHURCH)
        case "ORG", "employer" | "shop":
            name = rng.choice((_family(rng), _word(rng), place, f"{_word(rng)} {_word(rng)}", f"{_family(rng)}'s"))
            return f"{name} {rng.choice(_SHOP)}" if rng.random() < 0.8 or "'" not in name else name
        case "ORG", "school":
            return f"{rng.choice((place, _family(rng)))} {rng.choice(_SCHOOL)}"
        case "ORG", "court":
            return _from(rng, _COURT)
        case "ORG", "agency":
            return _from(rng, _AGENCY)
        case "ORG", "union":
            return _from(rng, _UNION).replace("{n}", "4")
        case "ORG", "insurer":
            return _from(rng, _INSURER)
        case _:
            return None


def _word(rng: random.Random) -> str:
    return rng.choice((rng.choice(_FIRST), _family(rng), rng.choice(_FIRST) + rng.choice(_SECOND)))


def _place(rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.45:
        return (rng.choice(_FIRST) + rng.choice(_SECOND)).capitalize()
    if chance < 0.7:
        return f"{rng.choice(_FIRST)} {rng.choice(_TAIL)}"
    if chance < 0.8:
        return f"{rng.choice(('Port', 'Fort', 'San', 'Santa', 'New', 'Mount', 'St.', 'El', 'Las', 'Lake', 'Point'))} {rng.choice((_family(rng), rng.choice(_SAINT)))}"
    return _family(rng) + rng.choice(("ville", "ton", "", "", " City", "burg"))


def _care_name(rng: random.Random) -> str:
    return rng.choice(
        (
            rng.choice(_PHRASE),
            rng.choice(_PHRASE),
            f"{rng.choice(_FIRST)} {rng.choice(_TAIL)}",
            _place(rng),
            rng.choice(_FIRST) + rng.choice(_SECOND),
            _family(rng),
            f"The {rng.choice(_FIRST)}",
        )
    )


def _maybe_short(rng: random.Random, name: str, tails: list[str]) -> str:
    """Return the name with a word for what it is, or as people say it, without."""
    return name if rng.random() < 0.3 else f"{name} {rng.choice(tails)}"


def _from(rng: random.Random, patterns: list[str]) -> str:
    return rng.choice(patterns).format(
        s=rng.choice(_SAINT),
        p=_word(rng),
        c=_place(rng),
        f=_family(rng),
        d=rng.choice(("North", "South", "East", "West")),
        n="{n}",
    )


def _family(rng: random.Random) -> str:
    name = rng.choice(_families())
    return "-".join(part.capitalize() for part in name.split("-"))


_CACHE: list[str] = []


def _families() -> list[str]:
    if not _CACHE:
        _CACHE.extend(name for name in surnames() if len(name) > 3 and name.isalpha())
    return _CACHE
