using System.Text.Json;
using Hub.Connectors.CitizenRelations.Cases;
using Hub.Connectors.Sdk;

namespace Hub.Connectors.CitizenRelations.HubSide;

/// <summary>The hub's commands and queries, into the connector's words and back.</summary>
internal sealed class CaseCommands(CaseOperations operations)
{
    public Task<Outcome> OpenAsync(Command command, CancellationToken cancellationToken) =>
        RunAsync<OpenCase, CaseView>(command, operations.OpenAsync, cancellationToken);

    public Task<Outcome> UpdateAsync(Command command, CancellationToken cancellationToken) =>
        RunAsync<UpdateCase, CaseView>(command, operations.UpdateAsync, cancellationToken);

    public Task<Outcome> CloseAsync(Command command, CancellationToken cancellationToken) =>
        RunAsync<CloseCase, CaseView>(command, operations.CloseAsync, cancellationToken);

    public Task<Outcome> ReadAsync(Command command, CancellationToken cancellationToken) =>
        RunAsync<ReadCase, CaseView>(command, operations.ReadAsync, cancellationToken);

    public Task<Outcome> FindDuplicatesAsync(Command command, CancellationToken cancellationToken) =>
        RunAsync<FindDuplicates, Duplicates>(command, operations.FindDuplicatesAsync, cancellationToken);

    private static async Task<Outcome> RunAsync<TInput, TAnswer>(
        Command command, Func<TInput, CallContext, CancellationToken, Task<(TAnswer? Answer, CaseFailure? Failure)>> run, CancellationToken cancellationToken)
        where TAnswer : class
    {
        TInput input;
        try
        {
            input = command.Read<TInput>();
        }
        catch (JsonException unreadable)
        {
            // The path says where; the value itself could be personal.
            var place = unreadable.Path ?? "$";
            return Outcome.Failed("invalid", $"La demande n'est pas lisible à {place}. / The request cannot be read at {place}.");
        }

        var context = new CallContext(command.IdempotencyKey, command.Context.Tenant, command.Context.JourneyId, command.Context.Channel, command.IsRecovery);
        return await run(input, context, cancellationToken) switch
        {
            { Answer: { } answer } => Outcome.Done(answer),
            { Failure: { OutcomeUnknown: true } unknown } => Outcome.Unknown(unknown.Message, unknown.Code, unknown.Retryable, unknown.RetryAfter),
            { Failure: { } failure } => Outcome.Failed(failure.Code, failure.Message, failure.Retryable, failure.RetryAfter),
            _ => throw new InvalidOperationException("An operation ended with neither an answer nor a failure."),
        };
    }
}
