using System.Text.Json;
using Hub.Server.Schemas;
using Hub.Server.Workflows.Readings;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary><c>Hub.ValidatePayload</c>: checks a value against a shared schema before it goes further.</summary>
internal sealed class ValidatePayload : Activity
{
    public static ActivityDescriptor Descriptor { get; } = HubActivity.Describe(
        "Hub.ValidatePayload",
        new("Validate against a schema", "Valider selon un schéma"),
        new("Checks a value against a shared schema.", "Vérifie une valeur selon un schéma partagé."),
        [
            HubActivity.Input("Schema", "String", new("Schema", "Schéma"), new("Identifier, such as payment.payment.", "Identifiant, par exemple payment.payment.")),
            HubActivity.Input("Payload", "Object", new("Value", "Valeur"), new("What to check.", "Ce qu'il faut vérifier."), "multiline"),
        ],
        [HubActivity.Output("Errors", "Object", new("Errors", "Erreurs"), new("Each mistake with its place, in both languages.", "Chaque erreur avec sa place, dans les deux langues."))],
        ["Valid", "Invalid"]);

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var named = context.GetText("Schema") ?? "";
        var schema = context.Host<SchemaPins>().Find(context.Instance.DefinitionVersionId, named) ?? named;
        var schemas = context.Host<SchemaCatalog>();
        if (!schemas.Contains(schema))
        {
            context.Fault($"The schema '{named}' is not in the catalogue; GET /api/schemas lists what is.");
        }

        var payload = context.GetInput("Payload");
        var errors = schemas.Validate(schema, JsonValues.WriteBytes(payload.IsSet() ? payload : JsonValues.Null, static (writer, value) => value.WriteTo(writer)));
        context.SetOutput("Errors", errors.Count == 0 ? JsonValues.EmptyArray : JsonSerializer.SerializeToElement(
            errors.Select(error => new { error.InstanceLocation, error.KeywordLocation, error = error.Message }),
            JsonSerializerOptions.Web));
        context.Complete(errors.Count == 0 ? "Valid" : "Invalid");
        return default;
    }
}
