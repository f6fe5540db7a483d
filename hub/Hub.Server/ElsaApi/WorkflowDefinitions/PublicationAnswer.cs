using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>How a save and a publication are answered: the definition as it stands now and how many others use it, or why not.</summary>
internal sealed class PublicationAnswer(DefinitionModel models, DefinitionConsumers consumers)
{
    public IResult Of(HttpContext context, PublishedDefinition published)
    {
        if (published.Errors.Count > 0)
        {
            return ElsaErrors.Validation(context, published.Errors);
        }

        var stored = published.Definition;
        var consuming = TenantDefinitions.Read(stored).Options.UsableAsActivity == true ? consumers.Of(context.Caller().Tenant, stored.DefinitionId).Count : 0;
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

            // What loads in spite of a mistake is saved; Elsa's clients pass over members that they do not know.
            writer.WriteStartArray("warnings");
            foreach (var warning in DefinitionModel.Texts(context, published.Warnings))
            {
                writer.WriteStringValue(warning);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
