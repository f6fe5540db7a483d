using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.ElsaApi.Alterations;

/// <summary><c>POST /alterations/run</c>: makes a plan of alterations on each of the named instances, whole or not at all.</summary>
internal static class RunAlterations
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/alterations/run", HandleAsync)
        .WithName("runAlterations")
        .WithMetadata(BodyKind.Json)
        .RequirePermission(Permissions.WorkflowsRun);

    private static async Task<IResult> HandleAsync(HttpContext context, InstanceAlterations altering, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        IReadOnlyList<Alteration> alterations;
        try
        {
            alterations = body.Member("alterations") is { ValueKind: JsonValueKind.Array } plan ? [.. plan.EnumerateArray().Select(Alteration.Parse)] : [];
        }
        catch (JsonException error)
        {
            return ElsaErrors.Validation(context, [new($"Le corps n'est pas un plan de modifications : {error.Message}", $"The body is not a plan of alterations: {error.Message}")]);
        }

        return alterations.Count == 0
            ? ElsaErrors.Validation(context, [new("Donnez au moins une modification dans alterations.", "Give at least one alteration in alterations.")])
            : await AlterationCalls.RunAsync(context, altering, clock, body.Texts("workflowInstanceIds"), alterations, cancellationToken);
    }
}
