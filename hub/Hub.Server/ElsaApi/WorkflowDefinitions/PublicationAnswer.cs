using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Checks;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>How a save and a publication are answered: the definition as it stands now and how many others use it, or why not.</summary>
internal sealed class PublicationAnswer(DefinitionModel models, DefinitionConsumers consumers, GraphCache graphs, WorkflowChecks checks)
{
    public IResult Of(HttpContext context, PublishedDefinition published)
    {
        if (published.Errors.Count > 0)
        {
            return ElsaErrors.Validation(context, published.Errors);
        }

        var stored = published.Definition;
        var consuming = TenantDefinitions.Read(stored).Options.UsableAsActivity == true ? consumers.Of(context.Caller().Tenant, stored.DefinitionId).Count : 0;
        var findings = checks.Of(graphs.Check(TenantDefinitions.Read(stored), stored.Tenant));
        var language = RequestLanguage.Of(context.Request);
        context.Response.Headers.ETag = stored.EntityTag;
        return ElsaJson.Answer(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("workflowDefinition");
            models.Write(writer, stored, context.Caller());
            writer.WriteBoolean("alreadyPublished", published.AlreadyPublished);
            writer.WriteNumber("consumingWorkflowCount", consuming);
            writer.WriteStartArray("validationErrors");
            writer.WriteEndArray();

            // What loads in spite of a mistake is saved, and what is wrong with it is told. The Studio shows none of it, in whatever member;
            // the page around it asks for the checks.
            writer.WriteStartArray("warnings");
            foreach (var finding in findings)
            {
                writer.WriteStringValue($"{finding.Pointer}: {finding.Message.For(language)}");
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
