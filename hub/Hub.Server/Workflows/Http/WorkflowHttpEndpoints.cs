using System.Diagnostics;
using System.Globalization;
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
        .WithBodyLimit(BodyLimits.Document)
        .WithOwnErrors()
        .AllowAnonymousAccess("The workflow's own HttpEndpoint says whether its route asks for authorization.");

    private static async Task HandleAsync(
        HttpContext context,
        WorkflowRoutes workflowRoutes,
        WaitingRoutes waitingRoutes,
        HttpExchanges exchanges,
        AdmissionDesk desk,
        ExchangePipeline pipeline,
        HubOptions options,
        KeptFiles files,
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

        var waiting = matches.Count > 0
            ? []
            : waitingRoutes.Find(tenant, request.Method, path, Selected(request, "correlationId", "X-Correlation-ID"), Selected(request, "workflowInstanceId", "X-Workflow-Instance-ID"));
        if (waiting.Count > 1)
        {
            await Results.Json(
                new { errorMessage = "More than one workflow waits here. Name one by correlationId or workflowInstanceId.", workflows = Array.Empty<string>() },
                statusCode: 500).ExecuteAsync(context);
            return;
        }

        var bookmark = waiting.Count == 0 ? null : waiting[0].Bookmark;
        if (matches.Count == 0 && bookmark is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var settings = matches.Count == 1 ? matches[0].Settings : waiting[0].Settings;
        if (settings.Member("authorize").ValueKind == JsonValueKind.True && caller is null)
        {
            await context.WriteProblemAsync(SecurityProblems.NotAuthenticated, cancellationToken);
            return;
        }

        EndpointBody body;
        try
        {
            body = await EndpointBody.ReadAsync(request, new EndpointLimits(settings), files, tenant, cancellationToken);
        }
        catch (JsonException error)
        {
            await Results.Json(new { message = "The body is not JSON.", path = request.Path.Value, lineNumber = error.LineNumber }, statusCode: 400).ExecuteAsync(context);
            return;
        }

        if (body.Refusal is { } refusal)
        {
            await Results.Json(new { message = refusal.Text.For(RequestLanguage.Of(request)) }, statusCode: refusal.Status).ExecuteAsync(context);
            return;
        }

        var input = ToInput(request, path, matches.Count == 1 ? matches[0].Values : waiting[0].Values, body);
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
            TraceParent = Activity.Current?.Id,
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
        if (task is WorkflowStart { Refusal: { } refused })
        {
            await context.WriteProblemAsync(ExchangeProblems.CannotStart(refused), cancellationToken);
            return;
        }

        await AnswerAsync(context, instanceId, exchange, files, tenant, settings, cancellationToken);
    }

    private static string? Selected(HttpRequest request, string query, string header) =>
        request.Query[query].ToString() is { Length: > 0 } named ? named
        : request.Headers[header].ToString() is { Length: > 0 } given ? given
        : null;

    private static JsonElement ToInput(HttpRequest request, PathString path, RouteValueDictionary values, EndpointBody body) => new HttpEndpointRequest(
        request.Method,
        path.Value ?? "/",
        values.Count == 0 ? JsonValues.EmptyObject : Dictionary(values.Select(value => KeyValuePair.Create(value.Key, value.Value?.ToString()))),
        request.Query.Count == 0 ? JsonValues.EmptyObject : Dictionary(request.Query.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value.ToString()))),
        Dictionary(request.Headers.Where(IsHarmless).Select(value => KeyValuePair.Create(value.Key, (string?)value.Value.ToString()))),
        body.Content,
        body.Files,
        body.Outcome).ToJson();

    // Whoever draws a workflow needs no credentials of whoever calls it.
    private static bool IsHarmless(KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> header) =>
        !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && !header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    private static async Task AnswerAsync(HttpContext context, string instanceId, OpenHttpExchange exchange, KeptFiles files, TenantId tenant, JsonElement settings, CancellationToken cancellationToken)
    {
        HttpReply reply;
        if (exchange.CanRespond)
        {
            context.Rest();
        }

        try
        {
            reply = await exchange.Reply.WaitAsync(PatienceOf(settings), cancellationToken);
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

        await WriteAsync(context, written, files, tenant, cancellationToken);
    }

    /// <summary>Answers with what a workflow wrote.</summary>
    public static async Task WriteAsync(HttpContext context, WrittenHttpResponse written, KeptFiles files, TenantId tenant, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.StatusCode = written.StatusCode;
        foreach (var (name, value) in written.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (written.File is { } file)
        {
            await FileAnswer.WriteAsync(context, written, file, files, tenant, cancellationToken);
            return;
        }

        if (written.Content.IsSet())
        {
            response.ContentType = written.ContentType;
            var body = written.Content.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(written.Content.GetString()!) : JsonSerializer.SerializeToUtf8Bytes(written.Content);
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, cancellationToken);
        }
    }

    private static TimeSpan PatienceOf(JsonElement settings) =>
        TimeSpan.TryParse(settings.Member("requestTimeout").AsText(), CultureInfo.InvariantCulture, out var given) && given > TimeSpan.Zero && given < Patience ? given : Patience;

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
