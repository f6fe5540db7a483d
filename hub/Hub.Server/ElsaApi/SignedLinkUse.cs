using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Workflows;
using Hub.Workflows;

namespace Hub.Server.ElsaApi;

/// <summary>Lets a workflow go on by a signed link, once: used again, the link is answered as the first time and does nothing.</summary>
internal sealed class SignedLinkUse(IInbox inbox, ExchangePipeline pipeline, TimeProvider clock)
{
    private const string Source = "hub:elsa-links";

    /// <param name="waiting">What the link resumes, as it stands now.</param>
    /// <returns>False when the link was never used and nothing waits for it (any more, or yet).</returns>
    public async Task<bool> ResumeAsync(SignedLink link, TenantId tenant, IReadOnlyList<StoredBookmark> waiting, JsonElement input, CancellationToken cancellationToken)
    {
        var messageId = new MessageId(tenant, Source, link.Id);
        if (inbox.Find(messageId) is not null)
        {
            return true;
        }

        for (var i = 0; i < waiting.Count; i++)
        {
            // The first carries the link's own id, which is how a second use is known.
            await pipeline.SendAsync(
                new Envelope
                {
                    MessageId = i == 0 ? messageId : messageId with { Id = $"{link.Id}/{waiting[i].Id}" },
                    Type = MessageTypes.WorkflowEvent,
                    Subject = waiting[i].Id,
                    Time = clock.GetUtcNow(),
                    Data = input.IsSet() ? JsonSerializer.SerializeToUtf8Bytes(input) : default,
                    Partition = waiting[i].Partition,
                },
                new BookmarkResume(input),
                cancellationToken);
        }

        return waiting.Count > 0;
    }
}
