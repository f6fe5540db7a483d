using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Server.Web;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.Execution;

/// <summary>
/// Begins a workflow and answers once it has ended or waits for somebody; outside calls that it makes are waited for, up to
/// <see cref="Patience"/>. What it did is durable before the answer. A workflow that writes an HTTP response gives the answer itself.
/// </summary>
internal sealed class SynchronousRun(IDefinitionStore definitions, IWorkflowStore store, GraphCache graphs, HttpExchanges exchanges, AdmissionDesk desk, WorkflowStarter starter, KeptFiles files)
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    public async Task<IResult> RunAsync(string definitionId, RunRequest request, HttpContext context, CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(context);
        if (definitions.Find(context.Caller().Tenant, definitionId, request.Versions) is not { } version)
        {
            return Results.NotFound();
        }

        var instanceId = request.InstanceId ?? starter.NewInstanceId();
        using var exchange = exchanges.TryOpen(instanceId);
        if (exchange is null)
        {
            desk.Count(WorkClass.Ordinary, AdmissionRefusal.Waits);
            return OverloadProblems.For(AdmissionRefusal.Waits, TimeSpan.FromSeconds(5)).ToResult();
        }

        var started = await starter.StartAsync(context, version, request, instanceId, key, cancellationToken);
        if (started.Problem is { } problem)
        {
            return StartRefusal.Of(context, problem);
        }

        context.Rest();
        var reply = started.IsRepeat ? null : await WaitAsync(exchange, cancellationToken);
        context.Response.Headers[InstanceHeader] = started.InstanceId;
        context.Response.Headers[StartRefusal.CannotStartHeader] = "False";
        if (reply is { IsStopping: true })
        {
            return OverloadProblems.For(AdmissionRefusal.Stopping, TimeSpan.FromSeconds(5)).ToResult();
        }

        if (reply?.Response is { } written)
        {
            await WorkflowHttpEndpoints.WriteAsync(context, written, files, context.Caller().Tenant, cancellationToken);
            return Results.Empty;
        }

        return store.FindInstance(started.InstanceId) is { } row
            ? Results.Json(
                new { workflowState = WorkflowStateModel.Of(row, graphs.Find(row.VersionId)) },
                InstanceJson.Options,
                statusCode: row.IsFaulted ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK)
            : Results.NotFound();
    }

    // After a long wait the caller is told how the instance stands now; it goes on by itself.
    private static async Task<HttpReply?> WaitAsync(OpenHttpExchange exchange, CancellationToken cancellationToken)
    {
        try
        {
            return await exchange.Reply.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
