using System.Globalization;
using System.Text.Json;
using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Alterations;
using Hub.Workflows;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.ElsaApi.Alterations;

/// <summary>
/// Plans of alterations for many instances: <c>POST /alterations/dry-run</c> tells which a filter means, <c>POST /alterations/submit</c>
/// keeps the plan with one job for each of them and answers before they are done, <c>GET /alterations/{id}</c> tells how far it is.
/// </summary>
internal static class AlterationPlans
{
    private const int LongestId = 200;

    private static readonly LocalizedText NoAlterations = new("Donnez au moins une modification dans alterations.", "Give at least one alteration in alterations.");

    private static readonly LocalizedText IdTooLong = new($"L'identifiant du plan a au plus {LongestId} caractères.", $"The plan's id has at most {LongestId} characters.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/alterations/dry-run", DryRunAsync).WithName("dryRunAlterations").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRun);
        api.MapPost("/alterations/submit", SubmitAsync).WithName("submitAlterations").WithMetadata(BodyKind.Json).RequirePermission(Permissions.WorkflowsRun);
        api.MapGet("/alterations/{id}", Get).WithName("getAlterationPlan").RequirePermission(Permissions.WorkflowsRead);
    }

    private static async Task<IResult> DryRunAsync(
        HttpContext context, IInstanceDirectory instances, IDefinitionStore definitions, InstanceHistory history, GraphCache graphs, CancellationToken cancellationToken)
    {
        var (filter, refusal) = await InstanceJson.ReadAsync<AlterationFilter>(context, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var errors = new List<LocalizedText>();
        var found = filter.Find(context.Caller().Tenant, instances, definitions, history, graphs, errors);
        return errors.Count > 0 ? ElsaErrors.Validation(context, errors) : InstanceJson.Ok(new { workflowInstanceIds = found });
    }

    private static async Task<IResult> SubmitAsync(
        HttpContext context,
        IInstanceDirectory instances,
        IDefinitionStore definitions,
        InstanceHistory history,
        GraphCache graphs,
        AlterationPlanRunner runner,
        IUnitOfWorkStore store,
        IdGenerator ids,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        var (alterations, filter, errors) = Read(body);
        var tenant = context.Caller().Tenant;
        var id = body.Text("id") ?? ids.NewId();
        if (id.Length > LongestId)
        {
            errors.Add(IdTooLong);
        }

        var found = errors.Count > 0 ? [] : filter.Find(tenant, instances, definitions, history, graphs, errors);
        if (errors.Count > 0)
        {
            return ElsaErrors.Validation(context, errors);
        }

        var plan = new AlterationPlan
        {
            Id = id,
            Tenant = tenant,
            Actor = context.Caller().KeyId,
            Alterations = Bytes(alterations),
            Filter = body.Member("filter") is { ValueKind: JsonValueKind.Object } given ? Bytes(given) : "{}"u8.ToArray(),
            CreatedAt = clock.GetUtcNow(),
        };

        // A plan that was sent again is there already: then this writes nothing, and the answer is the same.
        await store.CommitAsync([new SaveAlterationPlan(plan, found), ElsaAudit.Entry(context, AuditCatalog.AlterationsOrdered, id, clock)], cancellationToken);
        runner.Wake();
        return Results.Json(new { planId = id });
    }

    private static IResult Get(string id, HttpContext context, IAlterationPlans plans)
    {
        var tenant = context.Caller().Tenant;
        return plans.Find(tenant, id) is { } plan
            ? ElsaJson.Answer(writer =>
            {
                writer.WriteStartObject();
                WritePlan(writer, plan);
                writer.WriteStartArray("jobs");
                foreach (var job in plans.Jobs(tenant, id))
                {
                    WriteJob(writer, plan, job);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            })
            : Results.NotFound();
    }

    private static (JsonElement Alterations, AlterationFilter Filter, List<LocalizedText> Errors) Read(JsonElement body)
    {
        var errors = new List<LocalizedText>();
        var alterations = body.Member("alterations");
        var filter = new AlterationFilter();
        try
        {
            if (alterations.ValueKind != JsonValueKind.Array || alterations.EnumerateArray().Select(Alteration.Parse).ToArray().Length == 0)
            {
                errors.Add(NoAlterations);
            }
        }
        catch (JsonException error)
        {
            errors.Add(new($"Le corps n'est pas un plan de modifications : {error.Message}", $"The body is not a plan of alterations: {error.Message}"));
        }

        try
        {
            filter = body.Member("filter") is { ValueKind: JsonValueKind.Object } given ? given.Deserialize<AlterationFilter>(InstanceJson.Options) ?? filter : filter;
        }
        catch (JsonException error)
        {
            // Where it is wrong, and not what the serializer says of types.
            errors.Add(new($"Le filtre (filter) n'a pas la forme attendue : {error.Path}", $"The filter has not the form that is expected: {error.Path}"));
        }

        return (alterations, filter, errors);
    }

    private static void WritePlan(Utf8JsonWriter writer, AlterationPlan plan)
    {
        writer.WriteStartObject("plan");
        writer.WriteString("id", plan.Id);
        writer.WritePropertyName("alterations");
        writer.WriteRawValue(plan.Alterations.Span, skipInputValidation: true); // written by ourselves
        writer.WritePropertyName("workflowInstanceFilter");
        writer.WriteRawValue(plan.Filter.Span, skipInputValidation: true); // likewise
        writer.WriteString("status", plan.Status);
        writer.WriteString("createdAt", plan.CreatedAt);
        WriteTime(writer, "startedAt", plan.StartedAt);
        WriteTime(writer, "completedAt", plan.CompletedAt);
        writer.WriteEndObject();
    }

    private static void WriteJob(Utf8JsonWriter writer, AlterationPlan plan, AlterationJob job)
    {
        writer.WriteStartObject();
        writer.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"{plan.Id}-{job.Number}"));
        writer.WriteString("planId", plan.Id);
        writer.WriteString("workflowInstanceId", job.InstanceId);
        writer.WriteString("status", job.Status.ToString());
        writer.WritePropertyName("log");
        writer.WriteRawValue(job.Log.IsEmpty ? "[]"u8 : job.Log.Span, skipInputValidation: true); // likewise
        writer.WriteString("createdAt", plan.CreatedAt);
        WriteTime(writer, "startedAt", job.StartedAt);
        WriteTime(writer, "completedAt", job.CompletedAt);
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            writer.WriteString(name, given);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static byte[] Bytes(JsonElement json) => ElsaJson.Bytes(json.WriteTo);
}
