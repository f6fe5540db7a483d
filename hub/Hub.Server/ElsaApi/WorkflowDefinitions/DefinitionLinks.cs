using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// What a caller may do with a definition or with the list: the designer shows as editable only what carries <c>publish</c> or
/// <c>bulk-publish</c>, so each link is there only for who has the right to follow it, and these two only for who may save what is
/// edited as well. An older version is looked at, not edited.
/// </summary>
internal static class DefinitionLinks
{
    public static void OfDefinition(Utf8JsonWriter writer, StoredDefinition definition, bool isReadonly, Caller caller)
    {
        var self = $"/workflow-definitions/{Uri.EscapeDataString(definition.DefinitionId)}";
        writer.WriteStartArray("links");
        Write(writer, self, "self", "GET");
        Write(writer, $"{self}/versions", "versions", "GET");
        Write(writer, $"{self}/export", "export", "GET");
        if (caller.May(Permissions.WorkflowsRun))
        {
            Write(writer, $"{self}/execute", "execute", "POST");
            Write(writer, $"{self}/dispatch", "dispatch", "POST");
            Write(writer, $"{self}/bulk-dispatch", "bulk-dispatch", "POST");
        }

        if (!isReadonly && caller.May(Permissions.WorkflowsPublish))
        {
            if (definition.IsLatest && caller.May(Permissions.WorkflowsWrite))
            {
                Write(writer, $"{self}/publish", "publish", "POST");
            }

            Write(writer, $"{self}/retract", "retract", "POST");
            Write(writer, $"{self}/update-references", "update-references", "POST");
        }

        if (!isReadonly && caller.May(Permissions.WorkflowsWrite))
        {
            Write(writer, self, "delete", "DELETE");
            Write(writer, $"{self}/import", "import", "PUT");
        }

        writer.WriteEndArray();
    }

    public static void OfList(Utf8JsonWriter writer, Caller caller)
    {
        writer.WriteStartArray("links");
        Write(writer, "/workflow-definitions", "self", "GET");
        Write(writer, "/workflow-definitions/validation/is-name-unique", "is-name-unique", "GET");
        Write(writer, "/workflow-definitions/query/count", "count", "GET");
        Write(writer, "/workflow-definitions/many-by-id", "many-by-id", "GET");
        if (caller.May(Permissions.WorkflowsWrite))
        {
            Write(writer, "/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST");
            Write(writer, "/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST");
            Write(writer, "/workflow-definitions/import", "import", "POST");
            Write(writer, "/workflow-definitions/import-files", "import-files", "POST");
            Write(writer, "/workflow-definitions", "create", "POST");
        }

        if (caller.May(Permissions.WorkflowsPublish))
        {
            if (caller.May(Permissions.WorkflowsWrite))
            {
                Write(writer, "/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST");
            }

            Write(writer, "/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST");
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string href, string rel, string method)
    {
        writer.WriteStartObject();
        writer.WriteString("href", href);
        writer.WriteString("rel", rel);
        writer.WriteString("method", method);
        writer.WriteEndObject();
    }
}
