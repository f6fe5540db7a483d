using Hub.Connectors.CitizenRelations.Grc;

namespace Hub.Connectors.CitizenRelations.Cases;

/// <summary>Canonical words into the application's and back (Message Translator). Nothing is invented: what is absent stays absent.</summary>
internal static class CaseTranslator
{
    private static readonly Dictionary<string, string> StatusToGrc = new()
    {
        ["received"] = "deposee",
        ["underReview"] = "en_instruction",
        ["incomplete"] = "incomplete",
        ["awaitingPayment"] = "attente_paiement",
        ["accepted"] = "acceptee",
        ["refused"] = "refusee",
        ["withdrawn"] = "sans_suite",
        ["closed"] = "close",
    };

    private static readonly Dictionary<string, string> StatusFromGrc = StatusToGrc.ToDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly Dictionary<string, string> ChannelToGrc = new()
    {
        ["web"] = "web",
        ["counter"] = "guichet",
        ["phone"] = "telephone",
        ["mail"] = "courrier",
        ["email"] = "courriel",
    };

    private static readonly Dictionary<string, string> PaymentToGrc = new()
    {
        ["waiting"] = "en_attente",
        ["paid"] = "paye",
        ["refused"] = "refuse",
        ["abandoned"] = "abandonne",
        ["expired"] = "expire",
        ["error"] = "a_verifier",
    };

    public static IReadOnlyCollection<string> Statuses => StatusToGrc.Keys;

    public static IReadOnlyCollection<string> PaymentStatuses => PaymentToGrc.Keys;

    public static GrcNouvelleDemande ToGrc(OpenCase input, string reference, CallContext context) => new(
        reference,
        context.Tenant,
        input.Procedure!, // required, checked by the caller
        ChannelToGrc.GetValueOrDefault(context.Channel, "web"),
        input.Subject,
        ToGrc(input.Applicant!), // required, checked by the caller
        input.Children?.Select(ToGrc).ToList(),
        input.Documents?.Select(ToGrc).ToList(),
        input.Details);

    public static GrcModification ToGrc(UpdateCase input) => new(
        input.Status is null ? null : StatusToGrc[input.Status], // checked by the caller
        input.Reason,
        input.Comment,
        input.Documents?.Select(ToGrc).ToList(),
        input.Payment is { } payment ? new GrcPaiement(payment.Reference, payment.AmountCents, payment.Status is null ? null : PaymentToGrc[payment.Status], payment.SettledAt) : null,
        input.Details);

    public static GrcModification Closing(CloseCase input) => new(StatusToGrc["closed"], input.Reason, null, null, null, null);

    public static (string Name, string? Value)[] ToGrc(FindDuplicates input, string tenant) =>
    [
        ("collectivite", tenant),
        ("typeDemande", input.Procedure),
        ("nomNaissance", input.Applicant?.FamilyName),
        ("prenom", First(input.Applicant)),
        ("dateNaissance", DateOf(input.Applicant?.BirthDate)),
        ("enfantNom", input.Child?.FamilyName),
        ("enfantPrenom", First(input.Child)),
        ("enfantDateNaissance", DateOf(input.Child?.BirthDate)),
    ];

    public static CaseView FromGrc(GrcDemande demande) => new(
        demande.Id, demande.ReferenceExterne, demande.TypeDemande, StatusOf(demande.Statut), demande.Motif, demande.CreeLe, demande.MisAJourLe);

    public static Duplicates FromGrc(GrcCandidats candidats) => new(
    [
        .. candidats.Candidats.Select(candidat => new DuplicateCandidate(
            candidat.Id, candidat.ReferenceExterne, candidat.TypeDemande, StatusOf(candidat.Statut), candidat.CreeLe, candidat.Score)),
    ]);

    // A state that this version of the connector does not know is shown as it is rather than guessed.
    private static string StatusOf(string statut) => StatusFromGrc.GetValueOrDefault(statut, statut);

    private static GrcPersonne ToGrc(Person person) => new(
        person.FamilyName,
        person.UsageName,
        person.GivenNames,
        DateOf(person.BirthDate),
        person.Gender switch { "female" => "F", "male" => "M", _ => null },
        person.BirthPlace,
        person.BirthCountry,
        person.Email,
        person.Phone,
        person.Address is { } address
            ? new GrcAdresse(
                address.StreetAddress ?? StreetOf(address), address.Complement, address.Postcode ?? address.PostalCode, address.City, address.CityCode)
            : null);

    private static GrcPiece ToGrc(Document document) => new(document.Name ?? document.Kind, document.MediaType, document.Href ?? document.Id, document.Sha256, document.Size);

    private static string? StreetOf(PostalAddress address) => $"{address.HouseNumber} {address.Street}".Trim() is { Length: > 0 } street ? street : null;

    private static string? First(Person? person) => person?.GivenNames is [var first, ..] ? first : null;

    // The application writes 00 for a day or month that is not known.
    private static string? DateOf(BirthDate? date) => date switch
    {
        null => null,
        { Precision: "year", Value.Length: >= 4 } => date.Value[..4] + "-00-00",
        { Precision: "month", Value.Length: >= 7 } => date.Value[..7] + "-00",
        _ => date.Value,
    };
}
