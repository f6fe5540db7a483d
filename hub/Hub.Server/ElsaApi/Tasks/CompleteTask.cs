using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.Tasks;

/// <summary><c>POST /tasks/{taskId}/complete</c>: whoever was given a task by <c>Elsa.RunTask</c> says that it is done. Said again, it is still done.</summary>
internal static class CompleteTask
{
    private const string Source = "hub:elsa-tasks";

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/tasks/{taskId}/complete", HandleAsync)
        .WithName("completeTask")
        .WithMetadata(BodyKind.Json)
        .WithBodyLimit(BodyLimits.Request)
        .WithWork(WorkClass.Running)
        .RequirePermission(Permissions.WorkflowsRun);

    private static async Task<IResult> HandleAsync(
        string taskId, HttpContext context, IWorkflowStore store, IInbox inbox, ExchangePipeline pipeline, TimeProvider clock, CancellationToken cancellationToken)
    {
        var result = (await ElsaJson.ReadBodyAsync(context, cancellationToken)).Member("result");
        var tenant = context.Caller().Tenant;
        var messageId = new MessageId(tenant, Source, taskId);
        var hash = Stimulus.Hash("Elsa.RunTask", JsonValues.Object(("taskId", JsonValues.From(taskId))));
        if (store.FindBookmarks(tenant, hash) is not [var waiting, ..])
        {
            return inbox.Find(messageId) is null ? Results.NotFound() : Results.Ok();
        }

        var answer = await pipeline.SendAsync(
            new Envelope
            {
                MessageId = messageId,
                Type = MessageTypes.WorkflowEvent,
                Subject = waiting.Id,
                Time = clock.GetUtcNow(),
                Data = result.IsSet() ? JsonSerializer.SerializeToUtf8Bytes(result) : default,
                Partition = waiting.Partition,
            },
            new BookmarkResume(result),
            cancellationToken);
        return answer.Problem is { } problem ? ElsaErrors.Of(context, problem.Status, [problem.Detail]) : Results.Ok();
    }
}
