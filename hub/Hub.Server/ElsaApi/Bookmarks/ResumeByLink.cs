using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows;
using Hub.Workflows;

namespace Hub.Server.ElsaApi.Bookmarks;

/// <summary>
/// <c>GET|POST /bookmarks/resume?t=</c>: somebody with a signed link lets a workflow go on where it waits, once. The answer leaves
/// after the commit whatever <c>async</c> says.
/// </summary>
internal static class ResumeByLink
{
    private const string Source = "hub:elsa-links";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bookmarks/resume", HandleAsync)
            .WithName("resumeBookmarkByLink")
            .WithWork(WorkClass.Running)
            .AllowAnonymousAccess("The signed one-time token in the address says what it may do.");
        api.MapPost("/bookmarks/resume", HandleAsync)
            .WithName("resumeBookmarkWithInput")
            .WithMetadata(BodyKind.Json)
            .WithBodyLimit(BodyLimits.Request)
            .WithWork(WorkClass.Running)
            .AllowAnonymousAccess("The signed one-time token in the address says what it may do.");
    }

    private static async Task<IResult> HandleAsync(
        HttpContext context, SignedLinks links, IWorkflowStore store, IInbox inbox, ExchangePipeline pipeline, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Before the body: nobody without a link has anything read.
        if (links.Read(context.Text("t"), LinkPurpose.ResumeBookmark) is not { } link || store.FindInstance(link.InstanceId) is not { } instance)
        {
            return Results.NotFound();
        }

        var input = (await ElsaJson.ReadBodyAsync(context, cancellationToken)).Member("input");
        var messageId = new MessageId(instance.Tenant, Source, link.Id);
        if (store.FindBookmark(link.Name) is not { } waiting)
        {
            return inbox.Find(messageId) is null ? Results.NotFound() : Results.Ok();
        }

        await pipeline.SendAsync(
            new Envelope
            {
                MessageId = messageId,
                Type = MessageTypes.WorkflowEvent,
                Subject = waiting.Id,
                Time = clock.GetUtcNow(),
                Data = input.IsSet() ? JsonSerializer.SerializeToUtf8Bytes(input) : default,
                Partition = waiting.Partition,
            },
            new BookmarkResume(input),
            cancellationToken);
        return Results.Ok();
    }
}
