using Hub.Server.Web;
using Hub.Workflows.Activities;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi.Descriptors;

/// <summary>The designer's toolbox: every kind of activity with its inputs, outputs and ports, in the caller's language.</summary>
internal static class ActivityDescriptors
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/descriptors/activities", List).WithName("listActivityDescriptors").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/descriptors/activities/{typeName}", Get).WithName("getActivityDescriptor").RequirePermission(Permissions.WorkflowsRead);
        api.MapPost("/descriptors/activities/{typeName}/options/{propertyName}", Options)
            .WithName("getActivityInputOptions")
            .WithMetadata(BodyKind.Json)
            .RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult List(HttpContext context, DefinitionActivities activities)
    {
        var all = activities.All(context.Caller().Tenant);
        var language = RequestLanguage.Of(context.Request).Name;
        return ElsaJson.Answer(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var descriptor in all)
            {
                ActivityDescriptorWriter.Write(descriptor, writer, language);
            }

            writer.WriteEndArray();
            writer.WriteNumber("count", all.Count);
            writer.WriteEndObject();
        });
    }

    private static IResult Get(string typeName, HttpContext context, DefinitionActivities activities)
    {
        var language = RequestLanguage.Of(context.Request).Name;
        return activities.Find(context.Caller().Tenant, typeName, context.Number("version") ?? 0) is { } descriptor
            ? ElsaJson.Answer(writer => ActivityDescriptorWriter.Write(descriptor, writer, language))
            : Results.NotFound();
    }

    // The hub's choices do not depend on the other inputs: what the designer sends along is only checked for its form.
    private static async Task<IResult> Options(string typeName, string propertyName, HttpContext context, DefinitionActivities activities, CancellationToken cancellationToken)
    {
        var given = (await ElsaJson.ReadBodyAsync(context, cancellationToken)).Values("context");
        if (given.Count > 1000)
        {
            throw new DefinitionException("/context", "At most 1000 values may be given.", "Au plus 1000 valeurs peuvent être données.");
        }

        var input = activities.Find(context.Caller().Tenant, typeName, context.Number("version") ?? 0)?
            .Inputs.FirstOrDefault(input => string.Equals(input.Name, propertyName, StringComparison.OrdinalIgnoreCase));
        return input is null ? Results.NotFound() : ElsaJson.Answer(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("items");
            ActivityDescriptorWriter.WriteSpecifications(input, writer, RequestLanguage.Of(context.Request).Name);
            writer.WriteEndObject();
        });
    }
}
