"""What the invented people of the demo write, and what they are answered, by language."""

LETTERS: dict[tuple[str, str], str] = {
    ("access", "de"): (
        "Bitte teilen Sie mir mit, welche Daten Sie über mich gespeichert haben, und schicken "
        "Sie mir eine Kopie."
    ),
    ("access", "en"): "Please tell me what data you hold about me and send me a copy of it.",
    ("access", "sv"): "Jag vill veta vilka uppgifter ni har om mig och få en kopia.",
    ("rectification", "de"): (
        "Meine Anschrift ist falsch: Ich wohne seit Mai nicht mehr dort. Bitte berichtigen "
        "Sie sie."
    ),
    ("rectification", "en"): "My name is misspelt in your records. Please correct it.",
    ("rectification", "sv"): "Mitt telefonnummer är fel. Rätta det, tack.",
    ("erasure", "de"): "Bitte löschen Sie mein Kundenkonto und alle Daten dazu.",
    ("erasure", "en"): "Please delete my account and everything that belongs to it.",
    ("erasure", "sv"): "Radera allt ni har om mig. Jag är inte kund längre.",
    ("restriction", "de"): "Bitte sperren Sie meine Daten, solange wir über die Rechnung streiten.",
    ("restriction", "en"): "Please do not use my data while we disagree about the invoice.",
    ("restriction", "sv"): "Jag bestrider fakturan. Använd inte mina uppgifter under tiden.",
    ("portability", "de"): (
        "Ich möchte meine Daten in einem Format, das ich zu einem anderen Anbieter mitnehmen "
        "kann."
    ),
    ("portability", "en"): "I want my data in a format that I can take to another provider.",
    ("portability", "sv"): "Jag vill ha mina uppgifter i ett format som jag kan ta med mig.",
    ("objection", "de"): (
        "Ich widerspreche der Auswertung meiner Seitenaufrufe: Ich gehe einem Beruf nach, in "
        "dem das gefährlich ist."
    ),
    ("objection", "en"): "I object to the analysis of my visits, for reasons of my situation.",
    ("objection", "sv"): "Jag invänder mot att mina besök analyseras.",
    ("objection_marketing", "de"): "Keine Werbung mehr, bitte, auf keinem Weg.",
    ("objection_marketing", "en"): "No more advertising, please.",
    ("objection_marketing", "sv"): "Ingen mer reklam, tack.",
    ("withdrawal", "de"): "Ich widerrufe meine Einwilligung in den Newsletter.",
    ("withdrawal", "en"): "I withdraw my consent to the newsletter.",
    ("withdrawal", "sv"): "Jag återkallar mitt samtycke till nyhetsbrevet.",
    ("automated", "de"): (
        "Mein Ratenkauf wurde in einer Sekunde abgelehnt. Ich möchte, dass ein Mensch darauf "
        "sieht."
    ),
    ("automated", "en"): "Your system turned me down within a second. I want a human to look at it.",
    ("automated", "sv"): "Ert system sade nej på en sekund. Jag vill att en människa tittar på det.",
}  # fmt: skip

DOUBT = {
    "de": (
        "Zwei Kundinnen tragen diesen Namen.",
        "Bitte nennen Sie uns eine Ihrer Bestellnummern. Einen Ausweis brauchen wir nicht.",
    ),
    "en": (
        "Two people with this name are known to us.",
        "Please tell us one of your order numbers. We do not need an identity card.",
    ),
    "sv": (
        "Två personer med det namnet finns hos oss.",
        "Uppge ett av dina ordernummer. Vi behöver ingen id-handling.",
    ),
}  # fmt: skip
SCOPE = {
    "de": (
        "Wir speichern viele Daten über Sie, aus Verträgen seit 2011.",
        "Geht es Ihnen um einen bestimmten Vertrag oder Zeitraum?",
    ),
    "en": (
        "We hold a large quantity of data about you, from contracts since 2011.",
        "Do you have a certain contract or time in mind?",
    ),
    "sv": (
        "Vi har många uppgifter om dig, från avtal sedan 2011.",
        "Gäller det ett visst avtal eller en viss tid?",
    ),
}  # fmt: skip
ANSWERED = {
    "de": "Meine Bestellnummer ist 40-2217. Mehr möchte ich nicht schicken, ich hoffe, das genügt.",
    "en": "My order number is 40-2217. I would rather not send more; I hope that is enough.",
    "sv": "Mitt ordernummer är 40-2217. Jag hoppas att det räcker.",
}
WROTE = {
    "de": "Wie weit sind Sie? Ich fahre nächste Woche in Urlaub.",
    "en": "How far along are you? I shall be travelling next week.",
    "sv": "Hur går det? Jag reser bort nästa vecka.",
}
NOTE = {
    "de": "Wir sind dran: Die Daten aus dem Lager fehlen noch, alles andere liegt vor.",
    "en": "We are on it: the data from the warehouse are still missing, everything else is here.",
    "sv": "Vi arbetar på det: uppgifterna från lagret saknas, resten är klart.",
}
EXTENSION = {
    "de": ("Ihre Daten liegen in elf Systemen, und Angaben über Dritte müssen von Hand geschwärzt werden."),
    "en": ("Your data lie in eleven systems, and what concerns other people has to be blacked out by hand."),
    "sv": "Dina uppgifter finns i elva system, och det som rör andra måste maskeras för hand.",
}
GRANTED = {
    "de": "Die Einzelheiten stehen auf Ihrer Statusseite.",
    "en": "The details are on your status page.",
    "sv": "Detaljerna finns på din statussida.",
}
PARTLY = {
    "de": "Ihr Konto und alle Daten dazu haben wir gelöscht, bis auf die Rechnungen.",
    "en": "We have deleted your account and all that belongs to it, but for the invoices.",
    "sv": "Vi har raderat ditt konto och allt som hör till, utom fakturorna.",
}
PARTLY_WHY = {
    "de": (
        "Rechnungen müssen wir nach Handels- und Steuerrecht acht Jahre aufbewahren. Sie sind "
        "für alles andere gesperrt."
    ),
    "en": (
        "Commercial and tax law oblige us to keep invoices for eight years. They are used for nothing else."
    ),
    "sv": "Bokföringslagen kräver att vi sparar fakturor i sju år. De används inte till något annat.",
}
REFUSED = {
    "de": "Wir können der Bitte nicht folgen.",
    "en": "We cannot do what you asked for.",
    "sv": "Vi kan inte göra det du bad om.",
}
REFUSED_WHY = {
    "de": (
        "Die Angaben in Ihrer Akte entsprechen dem Bescheid. Sie haben nichts vorgelegt, das dagegen spricht."
    ),
    "en": "What is on file is what the contract says. Nothing that you sent shows otherwise.",
    "sv": "Uppgifterna stämmer med avtalet. Inget du skickat visar något annat.",
}
NO_DATA = {
    "de": "Wir haben in allen Systemen gesucht und halten keine Daten über Sie.",
    "en": "We have searched all systems and hold no data about you.",
    "sv": "Vi har sökt i alla system och har inga uppgifter om dig.",
}
LAPSED_WHY = {
    "de": (
        "Wir haben Sie zweimal nach einer Bestellnummer gefragt. Ohne sie können wir nicht "
        "sicher sein, dass Sie es sind."
    ),
    "en": "We asked twice for an order number. Without it we cannot be sure that it is you.",
    "sv": "Vi har frågat två gånger efter ett ordernummer. Utan det vet vi inte att det är du.",
}
LATE = "The warehouse system was down for a week; the search could not be finished in time."
HANDED_TO = {
    "de": "Videobrücke Nirgendwo GmbH, datenschutz@videobruecke.example.com",
    "en": "Videobrücke Nirgendwo GmbH, privacy@videobruecke.example.com",
    "sv": "Videobrücke Nirgendwo GmbH, privacy@videobruecke.example.com",
}
FIRST_NAMES = {
    "de": ["Mira", "Jonas", "Greta", "Emil", "Lene", "Anton", "Frieda", "Oskar", "Ronja", "Hauke"],
    "en": ["Maya", "Oliver", "Nora", "Felix", "Ivy", "Hugo", "Clara", "Leo", "Ada", "Finn"],
    "sv": ["Alva", "Nils", "Ebba", "Axel", "Tuva", "Sixten", "Moa", "Love", "Vera", "Isak"],
}
LAST_NAMES = {
    "de": ["Erfunden", "Beispielmann", "Nirgends", "Ausgedacht", "Musterfeld"],
    "en": ["Madeup", "Nonesuch", "Placeholder", "Inventor-Not", "Fictional"],
    "sv": ["Påhittad", "Exempelsson", "Ingenstans", "Uppdiktad", "Låtsasman"],
}
STREETS = {
    "de": "Weg ohne Nummer {n}\n00000 Nirgendwo",
    "en": "{n} Nowhere Lane\nNOWHERE",
    "sv": "Ingenstansvägen {n}\n000 00 Ingenstans",
}
