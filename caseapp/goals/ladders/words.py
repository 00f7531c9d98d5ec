"""Examples of ladders, in our own words: for each area of life what a start, the expected level and one above may look
like. They are read and not taken over: a ladder is in the words of the client."""

from typing import Any

from caseapp.goals.rules import Domain
from caseapp.i18n import _l

EXAMPLES: dict[str, tuple[Any, Any, Any]] = {
    Domain.FRIENDS: (
        _l("A meeting with a friend every week, at times on one's own initiative"),
        _l("A meeting with one friend twice a month"),
        _l("A call to one friend once a month"),
    ),
    Domain.FAMILY: (
        _l("A family meal twice a month, and a call in between"),
        _l("A family meal once a month, for at least an hour"),
        _l("A family meal once in three months"),
    ),
    Domain.INTIMACY: (
        _l("An hour with the children three times a week, one of them outdoors"),
        _l("An hour of play with the children twice a week"),
        _l("Half an hour with the children once a week"),
    ),
    Domain.COMMUNITY: (
        _l("Two hours of volunteering every week, on the way there alone"),
        _l("Two hours of volunteering every week"),
        _l("One visit to the community centre a month, together"),
    ),
    Domain.LEISURE: (
        _l("Sport or art three times a week, once with others"),
        _l("Half an hour of sport or art twice a week"),
        _l("A walk of ten minutes once a week"),
    ),
    Domain.GROUPS: (
        _l("Every group meeting, and something said in each"),
        _l("Three group meetings a month, to the end"),
        _l("One group meeting a month"),
    ),
    Domain.COMMUNICATION: (
        _l("Two talks a week with somebody new, one of them begun on one's own"),
        _l("A talk of five minutes with somebody new, once a week"),
        _l("A greeting to a neighbour once a week"),
    ),
    Domain.STIGMA: (
        _l("A prepared sentence about oneself was used with four people, once in a group"),
        _l("A prepared sentence about oneself was used with two people"),
        _l("One person knows as much as was decided on"),
    ),
    Domain.BELONGING: (
        _l("Two places every week where one's name is known, and a task in one of them"),
        _l("One place every week where one's name is known, for at least an hour"),
        _l("One place a month where one's name is known"),
    ),
    Domain.FAITH: (
        _l("Every week with others, and one evening a month as host"),
        _l("One holiday or service a month with others"),
        _l("A prayer or a custom at home once a week"),
    ),
    Domain.DIGITAL: (
        _l("A video call every week, and a group that is read daily"),
        _l("Three messages a week to people, without help"),
        _l("One message a week, with help"),
    ),
    Domain.EMPLOYMENT: (
        _l("Eight hours of work a week, on time each day"),
        _l("Four hours of work a week for two months"),
        _l("One job advertisement read together each week"),
    ),
    Domain.EDUCATION: (
        _l("Every lesson attended, and two hours of study a week"),
        _l("Three of four lessons a month attended"),
        _l("One course looked at together"),
    ),
    Domain.HOME: (
        _l("Four meals a week, and a guest once a month"),
        _l("Two meals a week cooked alone"),
        _l("One meal cooked together each week"),
    ),
    Domain.RIGHTS: (
        _l("Two rights claimed, and a budget written each month"),
        _l("One right looked up and claimed within three months"),
        _l("The letters of the month opened together"),
    ),
    Domain.HEALTH: (
        _l("Half an hour of walking five times a week, once with somebody"),
        _l("Half an hour of walking three times a week"),
        _l("One visit to the family doctor in half a year"),
    ),
    Domain.WELLBEING: (
        _l("Something that calms is done daily, and once a week with somebody"),
        _l("Something that calms is done three times a week"),
        _l("One thing that calms is known"),
    ),
    Domain.MOBILITY: (
        _l("Two routes alone each week, one of them new"),
        _l("One known route alone each week"),
        _l("One bus ride together each week"),
    ),
}
