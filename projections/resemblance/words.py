"""The small words around names: titles, particles, and what tells a generation. Closed lists, in Latin letters.

A list holds what changes a comparison on real names, not all that exists. Each word is written as `letters.latin`
gives it: small letters, no accents.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "mr mrs ms miss mx mister madam madame mme mlle monsieur herr frau fraulein senor senora senorita sr sra signor"
    " signora pan pani gospodin gospozha dr doctor prof professor rev reverend fr father hon honorable honourable rt"
    " sir dame lord lady baroness viscount viscountess countess marquess marquis sheikh shaikh sheik shaykh shaikha"
    " sheikha sayyid sayed hajji haji hadji mullah maulana ayatollah imam rabbi cardinal archbishop monsignor msgr his"
    " her their majesty highness royal excellency eminence holiness amb ambassador gen general lt lieutenant col"
    " colonel maj capt captain cpt cmdr commander adm admiral brig brigadier sgt sergeant cpl ltc ltg mg bg field"
    " air vice rear chief president vicepresident premier chancellor minister secretary senator sen rep"
    " representative congressman congresswoman gov governor mayor mp mep deputy acting former elect designate spokesman"
    " spokeswoman spokesperson chairman chairwoman chairperson speaker director comrade tovarishch emperor empress"
    " emir amir sultan king queen prince princess crown pope dom don dona donna shri smt pandit ing dipl mag lic dott"
    " avv drs mwalimu u daw prime foreign"
)
"""Words before a name that are no part of it."""

ALSO_NAMES = _words(
    "king prince princess major dean earl duke baron count judge bishop marshal pope queen don dom dona u daw pan"
    " cardinal sultan emir amir imam mag ing mg bg her sayed sayyid"
)
"""Titles that are names too: taken for a title only where two more words follow."""

OFFICES = _words("major dean earl duke baron count judge bishop marshal")
"""Titles that `TITLES` leaves out because they are names as often."""

PEERAGE = _words("lord lady baroness baron viscount viscountess earl countess marquess marquis duke duchess")
"""Titles after which a surname stands alone, and `of` begins a place."""

THRONES = _words("king queen prince princess pope emperor empress sultan emir amir imam")
"""Titles after which a given name may stand alone."""

PARTICLES = _words(
    "de del della dei degli di da das do dos du des la le las los lo el al ul ur as ash ad at an az ar von vom zu zum"
    " zur van der den het ten ter te t op af av bin ibn ben bint binti binte ould oglu ogly y e i und and of the o ap"
    " bar beit"
)
"""Small words inside names, which come and go with the writer."""

PARENTAGE = _words("bin ibn ben bint binti binte ould")
"""Particles that begin the father's name."""

GENERATIONS = {
    "jr": "jr",
    "junior": "jr",
    "jnr": "jr",
    "jun": "jr",
    "fils": "jr",
    "filho": "jr",
    "hijo": "jr",
    "sr": "sr",
    "senior": "sr",
    "snr": "sr",
    "pere": "sr",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
    "xi": "11",
    "xii": "12",
    "xiii": "13",
    "xiv": "14",
    "xv": "15",
    "xvi": "16",
    "2nd": "2",
    "3rd": "3",
    "4th": "4",
}
"""What stands after a name to tell a generation, and what it means; `ii` says the same as `jr` more or less."""

HONOURS = _words(
    "obe cbe mbe kbe dbe gcb kcb cb gcmg kcmg cmg gcvo kcvo cvo ch om kg kt qc kc sc mp pc phd md dphil dsc llb llm jd"
    " ba ma msc mba esq esquire ret usa usn usaf usmc raf rn frs fba dso mc dfc vc bt bart am ao ac cmm ssi"
)
"""What stands after a name and is no part of it."""

ABD = _words("abdul abdel abdal abdol abdoul abdur abdus abdu abd abdoel bd")
"""Spellings of the first half of "servant of …", whose article goes with either half."""
