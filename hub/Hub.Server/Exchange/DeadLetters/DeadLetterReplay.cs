using System.Text.Json;
using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Exchange.DeadLetters;

/// <summary>Replays one dead letter, a group or all, in order of arrival.</summary>
public sealed class DeadLetterReplay(IDeadLetters letters, IUnitOfWorkStore store, ExchangePipeline pipeline, OutboxRelay relay, TimeProvider clock)
{
    private const int BatchSize = 200;

    /// <summary>Puts every letter of the filter back on its way. Returns how many.</summary>
    public async Task<int> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var count = 0;
        var batch = filter with { Limit = BatchSize };
        while (letters.List(batch) is { Count: > 0 } found)
        {
            await ReviveAsync(found);
            count += found.Count;
            batch = batch with { After = found[^1].Id };
            cancellationToken.ThrowIfCancellationRequested();
        }

        return count;
    }

    /// <summary>Puts one letter back on its way; false when there is none with this id.</summary>
    public async Task<bool> ReplayAsync(TenantId tenant, string id)
    {
        if (letters.Find(tenant, id) is not { } letter)
        {
            return false;
        }

        await ReviveAsync([letter]);
        return true;
    }

    private async Task ReviveAsync(IReadOnlyList<DeadLetter> found)
    {
        foreach (var letter in found)
        {
            if (letter.Kind == DeadLetterKind.Inbound && !await ReenterAsync(letter))
            {
                continue;
            }

            await store.CommitAsync([new ReviveDeadLetter(letter, clock.GetUtcNow())], CancellationToken.None);
        }

        foreach (var connector in found.Select(letter => letter.System).Distinct())
        {
            relay.Wake(connector);
        }
    }

    // Through the one door again, as it came: what refused it may have been mended since.
    private async Task<bool> ReenterAsync(DeadLetter letter)
    {
        var attributes = JsonSerializer.Deserialize<Dictionary<string, string?>>(letter.Attributes.Span)!;
        var answer = await pipeline.SendAsync(
            new Envelope
            {
                MessageId = new(letter.Tenant, attributes["source"]!, attributes["id"]!),
                Type = attributes["type"]!,
                Subject = attributes["subject"]!,
                Time = clock.GetUtcNow(),
                Data = letter.Original,
                DataSchema = attributes["dataschema"],
                JourneyId = attributes["journeyid"] is { } journeyId ? new JourneyId(journeyId) : null,
                CaseId = attributes["caseid"],
                PaymentId = attributes["paymentid"],
            },
            new ConnectorOrigin(letter.System),
            CancellationToken.None);
        return answer.IsAccepted;
    }
}
