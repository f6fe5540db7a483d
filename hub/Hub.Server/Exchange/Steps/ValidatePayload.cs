using System.Text.Json;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Drift;

namespace Hub.Server.Exchange.Steps;

/// <summary>
/// Refuses what is not JSON, and what is not valid against the schema that the message names. Every mistake is told with its
/// JSON Pointer, in both languages.
/// </summary>
public sealed class ValidatePayload(SchemaCatalog schemas, DriftWatch drift) : IExchangeStep
{
    // Two members of the same name mean two things to two parsers: what was checked would not be what is used.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = StrictJson.MaxDepth };

    public ValueTask<StepResult> RunAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        FailPoint.Hit("validate.before");
        var envelope = exchange.Envelope;
        if (envelope.Data.IsEmpty && envelope.DataSchema is null)
        {
            return new(StepResult.Continue);
        }

        try
        {
            StrictJson.Check(envelope.Data.Span);
            using var _ = JsonDocument.Parse(envelope.Data, Strict);
        }
        catch (JsonException error)
        {
            return new(StepResult.Refuse(ExchangeProblems.NotJson(error)));
        }

        if (envelope.DataSchema is null)
        {
            return new(StepResult.Continue);
        }

        var errors = schemas.Validate(envelope.DataSchema, envelope.Data);
        drift.Offer(envelope.DataSchema, envelope.Data, errors);
        return new(errors.Count == 0
            ? StepResult.Continue
            : StepResult.Refuse(ExchangeProblems.InvalidPayload(envelope.DataSchema, errors)));
    }
}
