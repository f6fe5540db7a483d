using System.Globalization;
using System.Text.Json;

namespace Hub.Server.Exchange;

/// <summary>What the exchange refuses, in the words that people read.</summary>
public static class ExchangeProblems
{
    public static Problem SameKeyOtherContent { get; } = new(
        409,
        "idempotency-key-reused",
        new("Cette clé d'idempotence a déjà servi", "This idempotency key was already used"),
        new(
            "La même clé est arrivée avec un autre contenu. Renvoyez le contenu d'origine pour obtenir la première réponse, ou choisissez une nouvelle clé pour une nouvelle demande.",
            "The same key came with other content. Send the original content to get the first answer again, or choose a new key for a new request."));

    public static Problem UnknownProcedure { get; } = new(
        404,
        "unknown-procedure",
        new("Démarche inconnue", "Unknown procedure"),
        new(
            "Aucune démarche publiée ne porte ce nom pour cette collectivité. GET /api/procedures donne la liste.",
            "No published procedure has this name for this local authority. GET /api/procedures lists them."));

    public static Problem UnknownJourney { get; } = new(
        404,
        "unknown-journey",
        new("Parcours inconnu", "Unknown journey"),
        new(
            "Aucun parcours ne correspond à cet identifiant ou à ce code de reprise pour cette collectivité. Vérifiez la saisie ; un code de reprise ne vaut que tant que le parcours est ouvert.",
            "No journey has this identifier or hand-over code for this local authority. Check what was typed; a hand-over code only holds while the journey is open."));

    public static Problem JourneyEnded { get; } = new(
        409,
        "journey-ended",
        new("Le parcours est terminé", "The journey has ended"),
        new(
            "Ce parcours n'attend plus ce message. Consultez son état, ou déposez une nouvelle demande.",
            "This journey does not wait for this message any more. Look at its state, or submit a new request."));

    /// <param name="reason">Why the workflow's activation strategy allows no further instance now.</param>
    public static Problem CannotStart(LocalizedText reason) => new(
        409,
        "workflow-cannot-start",
        new("Le workflow ne peut pas démarrer maintenant", "The workflow cannot start now"),
        new(
            $"{reason.Fr} Réessayez quand elle sera terminée, ou publiez le workflow avec la stratégie AllowAlways.",
            $"{reason.En} Try again once that one has ended, or publish the workflow with the strategy AllowAlways."));

    // The parser tells no place for it.
    private static Problem DuplicateMember { get; } = new(
        400,
        "not-json",
        new("Un membre est en double", "A member is there twice"),
        new(
            "Un même nom apparaît deux fois dans un objet JSON : deux lecteurs comprendraient deux choses. Gardez un seul des deux membres puis renvoyez le document.",
            "The same name appears twice in a JSON object: two readers would understand two things. Keep one of the two members and send the document again."));

    public static Problem NotJson(JsonException error)
    {
        // The parser's own message can quote the payload, which may hold personal data: only the place is told.
        if (error.LineNumber is null)
        {
            return DuplicateMember;
        }

        var line = (error.LineNumber.Value + 1).ToString(CultureInfo.InvariantCulture);
        var column = ((error.BytePositionInLine ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        return new(
            400,
            "not-json",
            new("Le contenu n'est pas du JSON", "The content is not JSON"),
            new(
                $"Un document JSON (RFC 8259, UTF-8, sans membre en double, au plus 64 niveaux) était attendu ; la lecture s'arrête à la ligne {line}, octet {column}. Corrigez le document puis renvoyez-le.",
                $"A JSON document (RFC 8259, UTF-8, no duplicate member, at most 64 levels) was expected; reading stops at line {line}, byte {column}. Correct the document and send it again."));
    }

    public static Problem InvalidPayload(string schema, IReadOnlyList<PayloadError> errors) => new(
        422,
        "invalid-payload",
        new("Le contenu ne respecte pas son schéma", "The content does not match its schema"),
        new(
            $"{errors.Count.ToString(CultureInfo.InvariantCulture)} erreur(s) par rapport au schéma {schema}. Chaque erreur indique sa place par un pointeur JSON ; corrigez-les puis renvoyez le contenu avec la même clé.",
            $"{errors.Count.ToString(CultureInfo.InvariantCulture)} error(s) against the schema {schema}. Each error gives its place as a JSON Pointer; correct them and send the content again with the same key."))
    {
        Errors = errors,
    };
}
