using System.Text.Json.Nodes;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.ElsaApi.Alterations;

/// <summary>Makes the same plan on several instances, one after the other; what one refuses does not stop the others.</summary>
internal static class AlterationCalls
{
    private static readonly LocalizedText NoInstances = new(
        $"Donnez dans workflowInstanceIds de 1 à {AlterationModel.MostInstances} instances.",
        $"Give from 1 to {AlterationModel.MostInstances} instances in workflowInstanceIds.");

    public static async Task<IResult> RunAsync(
        HttpContext context, InstanceAlterations altering, TimeProvider clock, IReadOnlyList<string> instanceIds, IReadOnlyList<Alteration> alterations, CancellationToken cancellationToken)
    {
        if (instanceIds.Count is 0 or > AlterationModel.MostInstances)
        {
            return ElsaErrors.Validation(context, [NoInstances]);
        }

        var results = new JsonArray();
        foreach (var instanceId in instanceIds.Distinct(StringComparer.Ordinal))
        {
            var audit = ElsaAudit.Entry(context, AuditCatalog.WorkflowAltered, instanceId, clock);
            results.Add(AlterationModel.Of(instanceId, await altering.AlterAsync(context.Caller().Tenant, instanceId, alterations, [audit], cancellationToken)));
        }

        return Results.Json(new JsonObject { ["results"] = results });
    }
}
