using Hub.Connectors.CitizenRelations.Grc;

namespace Hub.Connectors.CitizenRelations.Cases;

/// <summary>
/// The connector's operations. Each passes the idempotency key on, so that sending one again is safe; where the application forgot to answer,
/// <c>openCase</c> also looks whether its case exists before it says that it does not know.
/// </summary>
/// <remarks>
/// A case's external reference is the journey's id unless the input names one. The application keeps it unique within a local authority:
/// one journey opens one case however often it asks.
/// </remarks>
internal sealed partial class CaseOperations(GrcClient grc, ILogger<CaseOperations> logger)
{
    public async Task<(CaseView? View, CaseFailure? Failure)> OpenAsync(OpenCase input, CallContext context, CancellationToken cancellationToken)
    {
        if (Check(input, context) is { } invalid)
        {
            return (null, invalid);
        }

        var isOwnReference = string.IsNullOrEmpty(input.ExternalReference);
        var reference = !isOwnReference ? input.ExternalReference! : context.JourneyId.Length > 0 ? context.JourneyId : context.IdempotencyKey; // not empty, as just seen
        if (context.IsRecovery)
        {
            // The process died in the middle of this very command: first look whether it had come through.
            var (earlier, unreadable) = await grc.FindAsync(reference, context.Tenant, cancellationToken);
            if (earlier is not null || unreadable is not null)
            {
                return (earlier is null ? null : CaseTranslator.FromGrc(earlier), unreadable);
            }
        }

        var (opened, failure) = await grc.OpenAsync(CaseTranslator.ToGrc(input, reference, context), context.IdempotencyKey, cancellationToken);
        if (failure is { OutcomeUnknown: true } || (failure == GrcClient.ReferenceTaken && isOwnReference))
        {
            Log.Looking(logger, context.JourneyId, failure.Code);
            (opened, _) = await grc.FindAsync(reference, context.Tenant, cancellationToken);
        }

        return opened is null ? (null, failure) : (CaseTranslator.FromGrc(opened), null);
    }

    public async Task<(CaseView? View, CaseFailure? Failure)> UpdateAsync(UpdateCase input, CallContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(input.CaseNumber))
        {
            return (null, Missing("caseNumber"));
        }

        if (input.Status is { } status && !CaseTranslator.Statuses.Contains(status))
        {
            return (null, OneOf("status", CaseTranslator.Statuses));
        }

        if (input.Payment?.Status is { } payment && !CaseTranslator.PaymentStatuses.Contains(payment))
        {
            return (null, OneOf("payment.status", CaseTranslator.PaymentStatuses));
        }

        var (demande, failure) = await grc.UpdateAsync(input.CaseNumber, CaseTranslator.ToGrc(input), context.IdempotencyKey, cancellationToken);
        return View(demande, failure);
    }

    public async Task<(CaseView? View, CaseFailure? Failure)> CloseAsync(CloseCase input, CallContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(input.CaseNumber))
        {
            return (null, Missing("caseNumber"));
        }

        var (demande, failure) = await grc.UpdateAsync(input.CaseNumber, CaseTranslator.Closing(input), context.IdempotencyKey, cancellationToken);
        return View(demande, failure);
    }

    public async Task<(CaseView? View, CaseFailure? Failure)> ReadAsync(ReadCase input, CallContext context, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(input.CaseNumber))
        {
            var (demande, failure) = await grc.ReadAsync(input.CaseNumber, cancellationToken);
            return View(demande, failure);
        }

        if (string.IsNullOrEmpty(input.ExternalReference))
        {
            return (null, Missing("caseNumber"));
        }

        var (found, unreadable) = await grc.FindAsync(input.ExternalReference, context.Tenant, cancellationToken);
        return View(found, found is null ? unreadable ?? GrcClient.UnknownCase : null);
    }

    public async Task<(Duplicates? Duplicates, CaseFailure? Failure)> FindDuplicatesAsync(FindDuplicates input, CallContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(input.Applicant?.FamilyName) && string.IsNullOrEmpty(input.Child?.FamilyName))
        {
            return (null, Missing("applicant.familyName"));
        }

        var (candidats, failure) = await grc.FindDuplicatesAsync(CaseTranslator.ToGrc(input, context.Tenant), cancellationToken);
        return candidats is null ? (null, failure) : (CaseTranslator.FromGrc(candidats), null);
    }

    private static CaseFailure? Check(OpenCase input, CallContext context) => (input, context) switch
    {
        ({ Procedure: null or "" }, _) => Missing("procedure"),
        ({ Applicant: null or { FamilyName: null or "" } }, _) => Missing("applicant.familyName"),
        (_, { Tenant.Length: 0 }) => CaseFailure.Invalid("La collectivité (SIREN) manque au contexte du message.", "The local authority (SIREN) is missing from the message's context."),
        _ => null,
    };

    private static (CaseView? View, CaseFailure? Failure) View(GrcDemande? demande, CaseFailure? failure) =>
        demande is null ? (null, failure) : (CaseTranslator.FromGrc(demande), null);

    private static CaseFailure Missing(string field) => CaseFailure.Invalid($"Le champ {field} est attendu.", $"The field {field} is expected.");

    private static CaseFailure OneOf(string field, IReadOnlyCollection<string> values) =>
        CaseFailure.Invalid($"Le champ {field} doit valoir {string.Join(", ", values)}.", $"The field {field} must be one of {string.Join(", ", values)}.");

    private static partial class Log
    {
        [LoggerMessage(4301, LogLevel.Warning, "Journey {JourneyId}: opening its case ended with {Code}; looking whether the case exists.")]
        public static partial void Looking(ILogger logger, string journeyId, string code);
    }
}
