"""What people enjoy or would try: one code for each card, in groups; entries of the directory carry the same codes."""

from enum import StrEnum

from caseapp.i18n import _l


class InterestGroup(StrEnum):
    """Cards that lie together."""

    MAKING = "making"
    STAGE = "stage"
    MOVING = "moving"
    OUTDOORS = "outdoors"
    LEARNING = "learning"
    KITCHEN = "kitchen"
    TOGETHER = "together"


INTEREST_GROUP_NAMES = {
    InterestGroup.MAKING: _l("Making things"),
    InterestGroup.STAGE: _l("Music and stage"),
    InterestGroup.MOVING: _l("Moving"),
    InterestGroup.OUTDOORS: _l("Plants and animals"),
    InterestGroup.LEARNING: _l("Reading, learning and games"),
    InterestGroup.KITCHEN: _l("Kitchen and coffee"),
    InterestGroup.TOGETHER: _l("Being with people"),
}
INTERESTS = {
    InterestGroup.MAKING: {
        "painting": _l("Painting and drawing"),
        "ceramics": _l("Ceramics"),
        "needlework": _l("Sewing and knitting"),
        "woodwork": _l("Woodwork and repairs"),
        "photography": _l("Photography"),
        "writing": _l("Writing"),
    },
    InterestGroup.STAGE: {
        "music": _l("Music"),
        "singing": _l("Singing"),
        "dancing": _l("Dancing"),
        "theatre": _l("Theatre"),
        "films": _l("Films"),
    },
    InterestGroup.MOVING: {
        "walking": _l("Walking"),
        "swimming": _l("Swimming"),
        "exercise": _l("Exercise"),
        "ball_games": _l("Ball games"),
        "cycling": _l("Cycling"),
        "yoga": _l("Yoga and relaxation"),
    },
    InterestGroup.OUTDOORS: {
        "gardening": _l("Gardening"),
        "animals": _l("Animals"),
        "nature": _l("Trips and nature"),
    },
    InterestGroup.LEARNING: {
        "reading": _l("Books"),
        "languages": _l("Languages"),
        "computers": _l("Computers and phones"),
        "board_games": _l("Board games and puzzles"),
    },
    InterestGroup.KITCHEN: {
        "cooking": _l("Cooking"),
        "baking": _l("Baking"),
        "coffee": _l("Coffee with somebody"),
    },
    InterestGroup.TOGETHER: {
        "talking": _l("Talking in a group"),
        "helping": _l("Helping others"),
        "faith": _l("Faith and tradition"),
    },
}
INTEREST_NAMES = {code: name for group in INTERESTS.values() for code, name in group.items()}
