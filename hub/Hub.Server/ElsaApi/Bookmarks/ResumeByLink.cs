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

    private static async Task<IResult> HandleAsync(HttpContext context, SignedLinks links, SignedLinkUse use, IWorkflowStore store, CancellationToken cancellationToken)
    {
        // Before the body: nobody without a link has anything read.
        if (links.Read(context.Text("t"), LinkPurpose.ResumeBookmark) is not { } link || store.FindInstance(link.InstanceId) is not { } instance)
        {
            return Results.NotFound();
        }

        var input = (await ElsaJson.ReadBodyAsync(context, cancellationToken)).Member("input");
        IReadOnlyList<StoredBookmark> waiting = store.FindBookmark(link.Name) is { } bookmark && bookmark.InstanceId == instance.Id ? [bookmark] : [];
        return await use.ResumeAsync(link, instance.Tenant, waiting, input, cancellationToken) ? Results.Ok() : Results.NotFound();
    }
}
