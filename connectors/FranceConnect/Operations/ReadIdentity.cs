using System.Text.Json;
using Hub.Connectors.FranceConnect.SignIns;
using AssuranceLevel = Hub.Connectors.FranceConnect.Identity.Assurance;

namespace Hub.Connectors.FranceConnect.Operations;

/// <summary>What a command belongs to.</summary>
internal sealed record ReadIdentityContext(string Tenant, string JourneyId, string? CaseId, string? TraceParent, string IdempotencyKey);

/// <summary>
/// The <c>readIdentity</c> operation. With a <c>result</c>: redeems it. Without: opens a sign-in for the journey, delivers its link, and
/// the identity comes later as the event <c>identity.proved</c>. Failure messages name fields, never values.
/// </summary>
internal sealed class ReadIdentity(FranceConnectOptions options, OneTimeResults results, StartSignIn starting)
{
    public async Task<(ReadIdentityAnswer? Answer, ReadIdentityFailure? Failure)> RunAsync(
        JsonElement input, ReadIdentityContext context, CancellationToken cancellationToken)
    {
        var assurance = Text(input, "assurance") ?? options.Assurance;
        if (!AssuranceLevel.IsLevel(assurance))
        {
            return Fail("invalid", "assurance : attendu eidas1, eidas2 ou eidas3. / assurance: expected eidas1, eidas2 or eidas3.");
        }

        if (context.Tenant.Length == 0)
        {
            return Fail("invalid", "La commande ne nomme pas de collectivité. / The command names no local authority.");
        }

        return Text(input, "result") is { } result
            ? Redeem(result, assurance, context)
            : await StartAsync(input, assurance, context, cancellationToken);
    }

    private (ReadIdentityAnswer? Answer, ReadIdentityFailure? Failure) Redeem(string result, string assurance, ReadIdentityContext context)
    {
        var redemption = results.Redeem(result, context.Tenant, context.IdempotencyKey);
        return redemption switch
        {
            { Content: { } content } when AssuranceLevel.Satisfies(content.Assurance, assurance) => (
                new ReadIdentityAnswer { Status = "identified", Identity = content.Identity, Assurance = content.Assurance, Reference = content.Reference },
                null),
            { Content: not null } => Fail(
                "assuranceTooLow", "L’identité est prouvée à un niveau plus bas que demandé. / The identity was proved at a lower level than asked."),
            { End: RedeemEnd.Used } => Fail(
                "resultUsed", "Ce résultat a déjà servi ; l’usager doit se reconnecter. / This result was used before; the citizen must sign in again."),
            { End: RedeemEnd.Expired } => Fail(
                "resultExpired", "Ce résultat est trop ancien ; l’usager doit se reconnecter. / This result is too old; the citizen must sign in again."),
            _ => Fail(
                "resultUnknown", "Ce résultat n’a pas été émis pour cette collectivité. / This result was not issued for this local authority."),
        };
    }

    private async Task<(ReadIdentityAnswer? Answer, ReadIdentityFailure? Failure)> StartAsync(
        JsonElement input, string assurance, ReadIdentityContext context, CancellationToken cancellationToken)
    {
        if (context.JourneyId.Length == 0)
        {
            return Fail("invalid", "Sans result, la commande doit appartenir à un parcours. / Without result the command must belong to a journey.");
        }

        var (reference, url, delivered) = await starting.ForJourneyAsync(
            new JourneySignIn
            {
                Tenant = context.Tenant,
                JourneyId = context.JourneyId,
                CaseId = context.CaseId,
                TraceParent = context.TraceParent,
                IdempotencyKey = context.IdempotencyKey,
                Assurance = assurance,
                LoginHint = Text(input, "loginHint"),
                DeliverTo = input.ValueKind == JsonValueKind.Object && input.TryGetProperty("deliverTo", out var to) && to.ValueKind == JsonValueKind.Object ? to : null,
            },
            cancellationToken);
        return delivered
            ? (new ReadIdentityAnswer { Status = "signInRequired", SignInUrl = url, Reference = reference }, null)
            : (null, new ReadIdentityFailure(
                "linkNotDelivered", "Le lien de connexion n’a pas pu être remis à l’usager. / The sign-in link could not be delivered to the citizen.", Retryable: true));
    }

    private static (ReadIdentityAnswer? Answer, ReadIdentityFailure? Failure) Fail(string code, string message) =>
        (null, new ReadIdentityFailure(code, message, Retryable: false));

    private static string? Text(JsonElement input, string name) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
