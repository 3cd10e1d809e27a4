"""What a nation is: the traits a user may set, and the stocks that move with them.

Shapes: every quantity here is a row of ``nat[row, i, run]``. Money is in billions of constant 2023 USD unless the
scenario says otherwise with ``money: {per_billion: ...}``.
"""

from __future__ import annotations

from dipsim.model.state.quantities import NATION

GDP = NATION.add(
    "gdp", None, (1e-6, 1e9), unit="bn USD 2023", money=True, meaning="gross domestic product at the start"
)
GROWTH = NATION.add("growth", 0.02, (-0.3, 0.3), unit="per year", meaning="growth of gdp, continuously compounded")
BURDEN = NATION.add("burden", 0.02, (0, 0.5), meaning="military spending as a share of gdp at the start")
BURDEN_MAX = NATION.add("burden_max", 0.12, (0, 1), meaning="largest share of gdp that can go to the military")
OFFENCE = NATION.add("offence", 0.5, (0, 1), meaning="share of capability that can attack")
TECHNOLOGY = NATION.add("technology", 0.5, (0, 1), meaning="military technology, 1 = the frontier")
TRANSPARENCY = NATION.add("transparency", 0.5, (0, 1), meaning="how well others see what it does")
REVISIONISM = NATION.add("revisionism", 0.2, (0, 1), meaning="true, private intent to change the status quo")
DEMOCRACY = NATION.add("democracy", 0.5, (0, 1), meaning="electoral democracy, V-Dem polyarchy scale")
STABILITY = NATION.add("stability", 0.7, (0, 1), meaning="stability of the government")
SOVEREIGNTY = NATION.add("sovereignty", 0.5, (0, 1), meaning="weight it puts on freedom of action")
ADAPTABILITY = NATION.add("adaptability", 0.5, (0, 1), meaning="how much it learns from a finished act")
COHERENCE = NATION.add("coherence", 0.8, (0, 1), meaning="do soldiers and diplomats say the same?")
FORESIGHT = NATION.add("foresight", 0.3, (0, 1), meaning="weight of the alarm it foresees its acts to cause")
INDUSTRY = NATION.add("industry", 0.3, (0, 1), meaning="arms industry, appetite for exports")
LICENSING = NATION.add("licensing", 0.5, (0, 1), meaning="accuracy of end-user screening")
MONITORING = NATION.add("monitoring", 0.5, (0, 1), meaning="end-use monitoring of what it delivered")
CULTURE = NATION.add("culture", 0.5, (0, 1), meaning="position on one axis of strategic culture")
EMERGING = NATION.add(
    "emerging", 0.0, (0, 1), meaning="share of capability that is artificial intelligence, cyber or autonomous"
)
NUCLEAR = NATION.add("nuclear", 0.0, (0, 1), meaning="1 for a holder of nuclear weapons")
DIPLOMACY = NATION.add(
    "diplomacy", 5e-4, (0, 0.05), meaning="annual budget for defence diplomacy as a share of gdp", grade=4
)
STAFF = NATION.add(
    "staff", 200.0, (0, 1e5), unit="slots per year", meaning="acts its diplomatic staff can serve in a year"
)

# Stocks. They start from the traits above and are not set by the user, except capability and autonomy.
CAPABILITY = NATION.add(
    "capability",
    0.0,
    (0, 1e9),
    unit="bn USD 2023",
    money=True,
    meaning="M, depreciated stock of military spending; 0 = burden gdp / fatigue",
)
KNOWN = NATION.add(
    "known",
    0.0,
    unit="bn USD 2023",
    money=True,
    meaning="own M when threats were last weighed, what a nation compares with M as it sees it",
)
MEAN_CAPABILITY = NATION.add(
    "mean_capability", 0.0, unit="bn USD 2023", money=True, meaning="exponential mean of M over three years"
)
AUTONOMOUS = NATION.add(
    "g",
    0.0,
    (-1e9, 1e9),
    unit="bn USD per year",
    money=True,
    meaning="g_i, autonomous arming; set at load unless given",
)
RESPONSE = NATION.add(
    "k",
    0.0,
    (0, 0.5),
    unit="per year",
    meaning="k_i, spending per unit of hostile exposure; set at load unless given",
)
GDP_START = NATION.add("gdp_start", 0.0, unit="bn USD 2023", money=True, meaning="gdp at the start")
CAPABILITY_START = NATION.add("capability_start", 0.0, unit="bn USD 2023", money=True, meaning="M at the start")
TECHNOLOGY_START = NATION.add("technology_start", 0.0, meaning="technology at the start")
STABILITY_START = NATION.add("stability_start", 0.0, meaning="stability that unrest recovers towards")
COHERENCE_START = NATION.add("coherence_start", 0.0, meaning="coherence that the lines drift back to")
SOLDIERS = NATION.add("soldiers", 0.0, meaning="line of its soldiers abroad, 0..1")
DIPLOMATS = NATION.add("diplomats", 0.0, meaning="line of its diplomats abroad, 0..1")
PURSE = NATION.add(
    "purse", 0.0, unit="bn USD", money=True, meaning="diplomacy purse: what is left of this year's grant"
)
STAFF_LEFT = NATION.add("slots", 0.0, unit="slots", meaning="staff slots left this year")
MONEY_ASIDE = NATION.add(
    "money_aside", 0.0, unit="bn USD", money=True, meaning="part of the purse set aside for dated acts of this year"
)
STAFF_ASIDE = NATION.add("staff_aside", 0.0, unit="slots", meaning="staff slots set aside for dated acts of this year")
SPENDING = NATION.add("spending", 0.0, unit="bn USD per year", money=True, meaning="military spending S_i")
INSIGHT = NATION.add("insight", 0.0, meaning="stock of shared intelligence, 0..1")
AGGRESSION = NATION.add("aggression", 0.0, unit="disputes", meaning="fading count of disputes begun")
YIELDED = NATION.add("yielded", 0.0, unit="disputes", meaning="fading count of disputes in which it gave way")
UNMET = NATION.add("unmet", 0.0, unit="refusals", meaning="fading count of arms requests refused, reroutes demand")
DIVERSION = NATION.add("diversion", 0.0, unit="cases", meaning="fading count of detected diversions")
PURSE_SHARE = NATION.add("purse_share", 1.0, meaning="share of the tick's orders that its defence purse allows")
STOCK_SHARE = NATION.add("stock_share", 1.0, meaning="share of the tick's deliveries that its stock allows")
DIGITAL = NATION.add("digital", 0.0, meaning="fading exposure to cyber incidents by virtual contact")
SAVING = NATION.add("saving", 0.0, meaning="share by which joint programmes in force make arming cheaper")
HURT = NATION.add("hurt", 0.0, unit="per year", meaning="growth lost to measures in force against it")
CUT_OFF = NATION.add("cut_off", 0.0, meaning="dependence on suppliers that block it, 0..1")
RIVAL = NATION.add("rival", 0.0, meaning="place of its top rival among the nations, from 1; 0 for none")
RIVAL_THREAT = NATION.add("rival_threat", 0.0, meaning="threat from that rival when it was last looked at, 0..2")
DISASTER = NATION.add("disaster", 0.0, meaning="fading size of the last natural disasters")
GRANTED = NATION.add("granted", 0.0, unit="bn USD", money=True, meaning="diplomacy grants so far")
SPENT = NATION.add("spent", 0.0, unit="bn USD", money=True, meaning="diplomacy money spent so far")
LAPSED = NATION.add("lapsed", 0.0, unit="bn USD", money=True, meaning="diplomacy money lapsed so far")
ARMED = NATION.add("armed", 0.0, unit="bn USD", money=True, meaning="defence money put into own capability so far")
BUDGETED = NATION.add("budgeted", 0.0, unit="bn USD", money=True, meaning="defence budgets so far")
PAID = NATION.add("paid", 0.0, unit="bn USD", money=True, meaning="defence money paid for deliveries so far")
REVENUE = NATION.add("revenue", 0.0, unit="bn USD", money=True, meaning="arms revenue so far")
SHIPPED = NATION.add("shipped", 0.0, unit="bn USD", money=True, meaning="goods delivered to others so far")
PRODUCED = NATION.add(
    "produced", 0.0, unit="bn USD", money=True, meaning="revenue spent on building what was sold so far"
)
RECEIVED = NATION.add("received", 0.0, unit="bn USD", money=True, meaning="goods received so far, before diversion")
DRIFT = NATION.add("budget_drift", 0.0, meaning="z, standardised state of what moves its budget beside threats")
DRIFT_START = NATION.add("budget_drift_start", 0.0, meaning="z at the start")
FEIGNING = NATION.add("feigning", 0.0, meaning="1 while it pays to hide some of its revisionism")
REGION = NATION.add("region_key", 0.0, meaning="key of its region, 0 where the scenario names none")
REGION_SHOCK = NATION.add("region_shock", 0.0, meaning="state of the shock of its region, standardised")

TRAITS = [*NATION.names()[: STAFF + 1], "capability", "g", "k"]  # what a scenario may set
_FROM_THE_START = ("gdp", "capability", "g", "k", "burden", "culture")  # what no event may change
CHANGEABLE = tuple(name for name in TRAITS if name not in _FROM_THE_START)
RECORDED = (
    GDP,
    CAPABILITY,
    SPENDING,
    PURSE,
    INSIGHT,
    TECHNOLOGY,
    EMERGING,
    SHIPPED,
)  # the rows that the recorder keeps
