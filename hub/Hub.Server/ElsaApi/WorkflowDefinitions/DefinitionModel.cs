using System.Text.Json.Nodes;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>A stored definition as Elsa's API shows it: the definition as it was given, with its identity and state as they are now.</summary>
internal static class DefinitionModel
{
    public static JsonObject Of(StoredDefinition stored)
    {
        var model = JsonNode.Parse(stored.Json.Span)!.AsObject();
        model["id"] = stored.VersionId;
        model["definitionId"] = stored.DefinitionId;
        model["name"] = stored.Name;
        model["version"] = stored.Version;
        model["createdAt"] = stored.CreatedAt;
        model["isLatest"] = stored.IsLatest;
        model["isPublished"] = stored.IsPublished;
        model["links"] = Links(stored.DefinitionId);
        return model;
    }

    public static JsonObject Summary(StoredDefinition stored) => new()
    {
        ["id"] = stored.VersionId,
        ["definitionId"] = stored.DefinitionId,
        ["name"] = stored.Name,
        ["description"] = JsonNode.Parse(stored.Json.Span)!["description"]?.DeepClone(),
        ["version"] = stored.Version,
        ["toolVersion"] = null,
        ["isLatest"] = stored.IsLatest,
        ["isPublished"] = stored.IsPublished,
        ["providerName"] = null,
        ["materializerName"] = "Json",
        ["isMaterializerAvailable"] = true,
        ["createdAt"] = stored.CreatedAt,
        ["isReadonly"] = false,
        ["links"] = Links(stored.DefinitionId),
    };

    private static JsonArray Links(string definitionId)
    {
        var self = $"/workflow-definitions/{Uri.EscapeDataString(definitionId)}";
        return
        [
            Link(self, "self", "GET"),
            Link($"{self}/publish", "publish", "POST"),
            Link($"{self}/retract", "retract", "POST"),
            Link(self, "delete", "DELETE"),
        ];
    }

    private static JsonObject Link(string href, string rel, string method) => new() { ["href"] = href, ["rel"] = rel, ["method"] = method };
}
