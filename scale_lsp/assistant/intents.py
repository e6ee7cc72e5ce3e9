"""The table of intents: for each the ways to say it. The first intent with a way that fits is meant.

`a|b` is one of several words, `[…]` is perhaps there, `…` is whatever comes, `{name}` is something of the project: a
way fits only if it is known what that is. Articles, courtesies and other filler are gone before (`language.words`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scale_lsp.assistant.things import Kind

ANY: frozenset[Kind] = frozenset({"this", "file", "project", "ordinal", "rule", "topic", "model", "view", "route"})
PLACES: frozenset[Kind] = frozenset({"this", "file", "project", "model", "view", "route", "ordinal"})


@dataclass(frozen=True, slots=True)
class Intent:
    name: str
    ways: tuple[str, ...]
    takes: Mapping[str, frozenset[Kind]] = field(default_factory=dict)
    """Slot → the kinds of things it can be. `{number}` is a number."""


FIND = "show|list|find|give|display|see"
PROBLEMS = "problem|problems|issue|issues|finding|findings|bottleneck|bottlenecks"
FIX = "fix|repair|solve|mend|resolve|patch|correct"
HUSH = "suppress|ignore|silence|mute|hide|disable|skip"
CARRY = "handle|serve|support|carry|survive|manage|sustain|take|cope|scale|hold|ready|bear|stand"
CAN = "can|could|will|would|does|is|are"
UP_TO = "[up] [to|for|with]"
MANY = "[concurrent|simultaneous|active|daily|more|paying|parallel]"
USERS = "users|user|customers|customer|visitors|people|clients|clinics|shops|students|accounts|buyers"
ENDPOINTS = "endpoint|endpoints|page|pages|view|views|url|urls|request|requests"
WE = "i|we|you"
AT = "[at|with|for|having {number} …]"

INTENTS = (
    Intent(
        "confirm",
        (
            "yes|y|yep|yeah|sure|ok|okay|confirm|confirmed [please] [it|that|fix|apply|do|go] [it|that|fix|ahead]",
            "do it|that|this",
            "apply|write [it|that|this|fix|change|changes]",
            "go ahead",
        ),
    ),
    Intent(
        "cancel",
        (
            "no|n|nope|cancel|abort|discard|nevermind [thanks|it|that]",
            "never mind",
            "do not [do|apply|write] [it|that]",
        ),
    ),
    Intent("thanks", ("thanks|thank|cheers|great|nice|cool|perfect|bye|goodbye [you] [much|lot]",)),
    Intent(
        "help",
        (
            "help|hi|hello|commands|usage|examples|capabilities",
            "help me|out",
            "what can|do you do|answer|know|tell …",
            "what can|should i ask|say …",
            "what|who are you …",
            "how does this|it work",
            "how do|can i use this|it|you",
        ),
    ),
    Intent(
        "next",
        (
            f"[and] [show|give] [me] next|more|others|rest [one|ones|{PROBLEMS}]",
            f"[show] other ones|{PROBLEMS}",
            "continue",
            "go|keep on|going",
            "what|anything else [is|there] [there]",
            "show all [of] [them]",
        ),
    ),
    Intent(
        "pick",
        ("{thing}", "show|open|explain|describe|and|what|how [about] {thing}"),
        {"thing": frozenset({"ordinal"})},
    ),
    Intent(
        "users",
        (
            f"{CAN} it|this|that|we|i|database|server {CARRY} {UP_TO} {{number}} {MANY} [{USERS}] …",
            f"{CAN} {{thing}} [be] {CARRY} {UP_TO} {{number}} {MANY} [{USERS}] …",
            f"{CARRY} {UP_TO} {{number}} {MANY} {USERS} …",
            "is|are {thing} ready [for] [production|launch|users|traffic|scale]",
            f"how many {MANY} {USERS} {CAN} it|this|we|database|server {CARRY} …",
            f"how many {MANY} {USERS} {CAN} {{thing}} {CARRY} …",
            f"what breaks|fails|dies|runs first|out [first] [at|with|for] [{{number}}] {MANY} [{USERS}] …",
            f"what happens at|with|when {{number}} {MANY} {USERS} …",
            f"{{number}} {MANY} {USERS}",
            "[what] [is] capacity|throughput [of] [{thing}]",
        ),
        {"thing": frozenset({"project", "this"})},
    ),
    Intent(
        "again",
        (
            "[and|but|what|how] [about] [if|with|for|at] {number} [rows|items|users|customers|people|records] …",
            "what if there|i|we have|are|is|get|had|were {number} …",
            "and|what|how about [in|for|of] {thing}",
            "and|same|also [for|in|of|with|at] {thing}",
        ),
        {"thing": ANY},
    ),
    Intent(
        "what-if",
        (
            f"what changes|happens|improves|difference [is|it|does] [make] if|when {WE} "
            f"fix|fixed|apply|do|change {{thing}} {AT}",
            f"what would|will|does|do [it] change|happen|improve|make if|when {WE} fix|fixed|apply|do {{thing}} {AT}",
            "what would|will|does|do fixing {thing} bring|change|save|gain|give|improve|do|help " + AT,
            f"what do|would|will {WE} gain|save|win by|from|if|when [{WE}] fix|fixed|fixing {{thing}} {AT}",
            f"how much [faster|time|better] [is|does|would|will|do] [it|{WE}] [be|get|save|gain] [if|when|by] [{WE}] "
            f"fix|fixed|fixing {{thing}} {AT}",
            f"[what|{FIND}] [is] impact|effect|benefit|gain|saving of [fixing] {{thing}} {AT}",
            f"how much|many [queries|time] does|will|would|do {{thing}} cost|save|add {AT}",
            "is {thing} worth it|fixing [it]",
            "is it worth fixing {thing}",
        ),
        {"thing": ANY},
    ),
    Intent(
        "suppress",
        (
            f"how do|can|to|should|would [{WE}] {HUSH} {{thing}} …",
            f"how do|can|to|should|would [{WE}] {HUSH} [finding|findings|rule|rules]",
            f"{HUSH} {{thing}} …",
            f"[how] [do|can] [{WE}] turn|switch {{thing}} off",
            f"[how] [do|can] [{WE}] turn|switch off {{thing}}",
            "{thing} is false|wrong [positive|alarm]",
            "false positive|alarm …",
            "{thing} is [not] fine|intended|intentional|deliberate|meant|okay|ok|problem [here]",
        ),
        {"thing": frozenset({"this", "ordinal", "rule", "topic", "file"})},
    ),
    Intent(
        "queries",
        (
            "how many queries does|do|is|are|will|would {thing} run|send|make|execute|do|need|take|cost|ask|fire … "
            + AT,
            f"how many queries [for|in|on|of|by|per] {{thing}} {AT}",
            f"[{FIND}] [number|count|cost] [of] queries of|for|per|by {{thing}} {AT}",
            "how many queries per page|request|view|endpoint",
            f"[what|which|{FIND}] [is|are] most expensive|costly|slow {ENDPOINTS} …",
            f"[what|which|{FIND}] [is|are] slowest|worst|heaviest|dearest {ENDPOINTS} …",
            f"[what|which|{FIND}] [is|are] [all] endpoints|urls|routes",
        ),
        {"thing": frozenset({"view", "route", "file", "project"})},
    ),
    Intent(
        "first",
        (
            "what|which … first|next [fix|do|tackle]",
            f"[what|which|{FIND}] [is|are] top {{number}} …",
            f"where do|should|can|to [{WE}] start|begin …",
            f"[what|which|{FIND}|{FIX}] [is|are] most important|urgent|critical|expensive|costly|severe|serious …",
            f"[what|which|{FIND}|{FIX}] [is|are] worst|biggest|slowest|main|top|largest|heaviest …",
            "priorities|prioritise|prioritize|priority …",
            "what matters|hurts most …",
            "what should|must|do|shall|would i|we|you fix|do|improve|change|tackle|address …",
        ),
    ),
    Intent(
        "count",
        (
            f"how many {PROBLEMS} [are|do|does|is|have|has] [there|i|we|it] [have] [left] [in|of|for|on {{thing}}]",
            "how many {thing} [are|do|does|is|have|has] [there|i|we|it] [have] [left]",
            "statistics|stats|summary|overview|status|numbers|totals|summarise|summarize [of|for] [{thing}]",
        ),
        {"thing": ANY - {"ordinal", "this"}},
    ),
    Intent(
        "fix",
        (
            f"{FIX}|apply [all] [of] {{thing}} [for] [me]",
            f"{FIX}|apply [all|everything] [safe] [fixes|ones] [in|of|for|on] [{{thing}}]",
            f"{FIND}|preview fix|diff|patch|change|changes for|of {{thing}}",
            f"{FIND}|preview {{thing}} fix|diff|patch|change|changes",
            f"{FIND}|preview fix|diff|patch|change|changes",
            "preview|diff [{thing}]",
        ),
        {"thing": ANY},
    ),
    Intent(
        "explain",
        (
            "why",
            "why is|does that|this|it problem|bad|important|so|matter|happen|reported …",
            "explain|elaborate [on] [why]",
            "explain|elaborate [on] [why] {thing} …",
            "what does {thing} mean|do|say|cost",
            "what is|are [meant] [by] {thing}",
            "tell [more] [about] {thing}",
            "why is|are|does|do {thing} bad|problem|important|matter|expensive|reported|wrong …",
            f"how do|can|should|to|would [{WE}] {FIX}|avoid|prevent|handle {{thing}} …",
            "show|open|describe|define {thing}",
            "[more] details [of|about|for|on] [{thing}]",
            "{thing}",
        ),
        {"thing": frozenset({"rule", "this", "ordinal"})},
    ),
    Intent(
        "explain-topic",
        (
            "what is|are {thing}",
            "explain|define|describe {thing}",
            "why is|are {thing} bad|problem|slow|expensive …",
            f"how do|can|should|to|would [{WE}] {FIX}|avoid|prevent|handle {{thing}} …",
        ),
        {"thing": frozenset({"topic"})},
    ),
    Intent(
        "model",
        (
            "describe|explain {thing}",
            "tell [more] about {thing}",
            f"[what|{FIND}] [are|is] fields|columns|relations|relationships|indexes|structure of|on|for {{thing}}",
            "what fields|columns|relations|indexes does {thing} have",
            "what points|refers|links to|at {thing}",
            "what does {thing} have|contain|point|look …",
            "what is {thing}",
        ),
        {"thing": frozenset({"model"})},
    ),
    Intent(
        "why-slow",
        (
            "why is|are|does|do {thing} [so|that] slow|sluggish|take|lag|laggy|expensive|heavy|hang …",
            "what makes|is|slows [slowing|making] {thing} [so] slow|down|sluggish …",
            "{thing} is|feels|loads|takes|runs [so|that] slow|slowly|sluggish|long|forever|expensive …",
            f"[how] [do|can|to|could] [{WE}] make|speed|optimise|optimize|improve|tune|accelerate [up] {{thing}} "
            "[up|run|load|be] [faster|fast|quick|quicker|scale|better|scalable|up] …",
            "is|are|will|does {thing} slow|fast|ok|okay|fine|good|efficient|scale|scalable|expensive …",
            "what is wrong|bad with|in|about {thing}",
            "why [is|so] [so] slow|sluggish",
            "improve|optimise|optimize {thing}",
        ),
        {"thing": PLACES},
    ),
    Intent(
        "review",
        (
            "review|check|audit|inspect|analyse|analyze|scan|examine|look|go|evaluate|assess "
            "[at|for|into|through|over] {thing} …",
            "review|check|audit|inspect|analyse|analyze|scan",
            "[do] code review [of] [{thing}]",
            f"[{FIND}|is|are|do|does|have|has|what|which] [there|i|we|you] [all] [have|see|find|did] {PROBLEMS} "
            "[in|of|with|for|on|at] [here] [{thing}]",
            "what is wrong|broken|bad",
            "what did|do you find|see [in|here] [{thing}]",
            "how good|bad|healthy is|are {thing}",
            "is {thing} healthy|safe|correct|right|clean",
            "any|anything problem|problems|wrong …",
        ),
        {"thing": ANY},
    ),
    Intent(
        "list",
        (
            f"{FIND}|what|where|which [are|is|do|does|have|has] [all] {{topic}} [does|do|are|is] [there|i|we] [have] "
            "of|for|in|on|with|from|at|does|do|has {thing} [have|has] …",
            f"{FIND}|what|where|which [are|is|do|have|has] [all] {{topic}} [are|is|do|have] [there|i|we] [have]",
            "do|does|are|is|has|have there|i|we|it [have] {topic} [there] [in|of|on|for|with {thing}] …",
            "does|has|have {thing} have|has|with {topic} …",
            "{topic} of|for|in|on|with|from {thing}",
            f"{FIND}|what|which [all] [are|is] [{PROBLEMS}] [of|for|in|on|with|about|does|do] {{thing}} [have|has] …",
            f"[{FIND}] {PROBLEMS} [of|for|in|on|with|about] {{thing}}",
            "where is|are|do|does [i|we] [load|query] {thing} [loaded|read|queried|used|fetched] [badly|slowly] …",
            "{topic}",
            "{thing}",
        ),
        {"topic": frozenset({"topic", "rule"}), "thing": ANY - {"ordinal"}},
    ),
)
