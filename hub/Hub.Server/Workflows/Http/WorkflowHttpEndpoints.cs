using System.Text;
using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Server.Web.Admission;
using Hub.Workflows;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Http;

/// <summary>
/// <c>/workflows/…</c>: the routes that workflows open by their HttpEndpoint activities. A request starts the workflow that
/// claims the route, or resumes one that waits there, and is answered by what the workflow writes, after its commit.
/// </summary>
internal static class WorkflowHttpEndpoints
{
    private const string BasePath = "/workflows";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .Map(BasePath + "/{**path}", HandleAsync)
        .ExcludeFromDescription()
        .WithOwnErrors()
        .AllowAnonymousAccess("The workflow's own HttpEndpoint says whether its route asks for authorization.");

    private static async Task HandleAsync(
        HttpContext context,
        WorkflowRoutes workflowRoutes,
        IWorkflowStore store,
        HttpExchanges exchanges,
        AdmissionDesk desk,
        ExchangePipeline pipeline,
        HubOptions options,
        IdGenerator ids,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var request = context.Request;
        request.Path.StartsWithSegments(BasePath, out var path);
        var caller = context.TryGetCaller();
        var tenant = caller?.Tenant ?? options.Tenant;
        var matches = workflowRoutes.Match(tenant, request.Method, path);
        if (matches.Count > 1)
        {
            await Results.Json(
                new { errorMessage = "The call matches more than one workflow. Retract all but one of them.", workflows = matches.Select(match => match.Trigger.VersionId) },
                statusCode: 500).ExecuteAsync(context);
            return;
        }

        var bookmark = matches.Count == 0 ? FindBookmark(store, tenant, request, path) : null;
        if (matches.Count == 0 && bookmark is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (matches.Count == 1 && matches[0].Settings.Member("authorize").ValueKind == JsonValueKind.True && caller is null)
        {
            await context.WriteProblemAsync(SecurityProblems.NotAuthenticated, cancellationToken);
            return;
        }

        JsonElement input;
        try
        {
            input = await ReadAsync(request, path, matches.Count == 1 ? matches[0].Values : [], cancellationToken);
        }
        catch (JsonException error)
        {
            await Results.Json(new { message = "The body is not JSON.", path = request.Path.Value, lineNumber = error.LineNumber }, statusCode: 400).ExecuteAsync(context);
            return;
        }

        var instanceId = bookmark?.InstanceId ?? Selected(request, "workflowInstanceId", "X-Workflow-Instance-ID") ?? ids.NewId();
        using var exchange = exchanges.TryOpen(instanceId);
        if (exchange is null)
        {
            desk.Count(WorkClass.Ordinary, AdmissionRefusal.Waits);
            await context.WriteProblemAsync(OverloadProblems.For(AdmissionRefusal.Waits, TimeSpan.FromSeconds(5)), cancellationToken);
            return;
        }

        var envelope = new Envelope
        {
            MessageId = new(tenant, "hub:http", ids.NewId()),
            Type = bookmark is null ? MessageTypes.HttpRequest : MessageTypes.WorkflowEvent,
            Subject = bookmark?.Id ?? matches[0].Trigger.VersionId,
            Time = clock.GetUtcNow(),
            ComesOnce = true,
            Partition = bookmark?.Partition,
            Channel = "web",
        };
        object task = bookmark is null
            ? new WorkflowStart(
                matches[0].Trigger.VersionId,
                new StartWorkflow
                {
                    InstanceId = instanceId,
                    CorrelationId = Selected(request, "correlationId", "X-Correlation-ID"),
                    TriggerActivityId = matches[0].Trigger.ActivityId,
                    TriggerInput = input,
                },
                null)
            : new BookmarkResume(input);
        await pipeline.SendAsync(envelope, task, cancellationToken);
        if (task is WorkflowStart { Refusal: { } refusal })
        {
            await context.WriteProblemAsync(ExchangeProblems.CannotStart(refusal), cancellationToken);
            return;
        }

        await AnswerAsync(context, instanceId, exchange, cancellationToken);
    }

    private static StoredBookmark? FindBookmark(IWorkflowStore store, TenantId tenant, HttpRequest request, PathString path)
    {
        var hash = Stimulus.Hash(Stimulus.HttpEndpoint, Stimulus.ForHttpEndpoint(path.Value ?? "/", request.Method));
        var found = store.FindBookmarks(
            tenant,
            hash,
            correlationId: Selected(request, "correlationId", "X-Correlation-ID"),
            instanceId: Selected(request, "workflowInstanceId", "X-Workflow-Instance-ID"));
        return found.Count == 1 ? found[0] : null;
    }

    private static string? Selected(HttpRequest request, string query, string header) =>
        request.Query[query].ToString() is { Length: > 0 } named ? named
        : request.Headers[header].ToString() is { Length: > 0 } given ? given
        : null;

    private static async Task<JsonElement> ReadAsync(HttpRequest request, PathString path, RouteValueDictionary values, CancellationToken cancellationToken) => new HttpEndpointRequest(
        request.Method,
        path.Value ?? "/",
        values.Count == 0 ? JsonValues.EmptyObject : Dictionary(values.Select(value => KeyValuePair.Create(value.Key, value.Value?.ToString()))),
        request.Query.Count == 0 ? JsonValues.EmptyObject : Dictionary(request.Query.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value.ToString()))),
        Dictionary(request.Headers.Where(IsHarmless).Select(value => KeyValuePair.Create(value.Key, (string?)value.Value.ToString()))),
        await ReadContentAsync(request, cancellationToken),
        default,
        null).ToJson();

    // Whoever draws a workflow needs no credentials of whoever calls it.
    private static bool IsHarmless(KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> header) =>
        !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && !header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    private static async Task<JsonElement> ReadContentAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return Dictionary(form.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value.ToString())));
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        if (buffer.Length == 0)
        {
            return default;
        }

        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        return request.HasJsonContentType()
            ? StrictJson.Parse(bytes, allowDuplicates: true)
            : JsonValues.From(Encoding.UTF8.GetString(bytes));
    }

    private static async Task AnswerAsync(HttpContext context, string instanceId, OpenHttpExchange exchange, CancellationToken cancellationToken)
    {
        HttpReply reply;
        try
        {
            reply = await exchange.Reply.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
            return;
        }

        if (reply.IsStopping)
        {
            await context.WriteProblemAsync(OverloadProblems.For(AdmissionRefusal.Stopping, TimeSpan.FromSeconds(5)), cancellationToken);
            return;
        }

        var response = context.Response;
        response.Headers["x-elsa-workflow-instance-id"] = instanceId;
        if (reply.Response is not { } written)
        {
            response.StatusCode = reply.IsFaulted ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
            return;
        }

        response.StatusCode = written.StatusCode;
        foreach (var (name, value) in written.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (written.Content.IsSet())
        {
            response.ContentType = written.ContentType;
            var body = written.Content.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(written.Content.GetString()!) : JsonSerializer.SerializeToUtf8Bytes(written.Content);
            await response.Body.WriteAsync(body, cancellationToken);
        }
    }

    private static JsonElement Dictionary(IEnumerable<KeyValuePair<string, string?>> values) => JsonValues.Write(values, static (writer, pairs) =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in pairs)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    });
}
