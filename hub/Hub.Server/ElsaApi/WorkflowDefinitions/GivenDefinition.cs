using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>A definition as a caller sends it. Its state and links are the hub's to say; what only an answer carries is left out.</summary>
internal static class GivenDefinition
{
    private static readonly string[] AnswerMembers = ["validationErrors", "$schema"];

    /// <exception cref="DefinitionException">It has no root, or a member has the wrong type.</exception>
    public static WorkflowDefinition Read(JsonElement model)
    {
        if (model.ValueKind != JsonValueKind.Object)
        {
            throw new DefinitionException("", "Expected a workflow definition (a JSON object).", "On attendait une définition de workflow (un objet JSON).");
        }

        var definition = WorkflowDefinition.From(model);
        RequireAddressable("/definitionId", definition.DefinitionId);
        RequireAddressable("/id", definition.Id);
        return definition with { OtherMembers = [.. definition.OtherMembers.Where(member => !AnswerMembers.Contains(member.Key, StringComparer.OrdinalIgnoreCase))] };
    }

    // It is part of addresses: what could never be opened or deleted again is not saved.
    private static void RequireAddressable(string place, string id)
    {
        if (id.Contains('/') || id is "." or "..")
        {
            throw new DefinitionException(
                place, "An identifier holds no slash and is not a dot or two: it is part of addresses.", "Un identifiant ne contient pas de barre oblique et n'est ni un point ni deux : il fait partie d'adresses.");
        }
    }

    /// <summary>A model that may have no root yet: the designer saves it so before anything is drawn.</summary>
    /// <exception cref="DefinitionException">A member has the wrong type.</exception>
    public static WorkflowDefinition ReadDraft(JsonElement model, IdGenerator ids)
    {
        if (model.ValueKind != JsonValueKind.Object || !model.Member("root").IsNothing())
        {
            return Read(model);
        }

        var withRoot = JsonValues.Write((model, ids), static (writer, given) =>
        {
            writer.WriteStartObject();
            foreach (var member in given.model.EnumerateObject().Where(member => !string.Equals(member.Name, "root", StringComparison.OrdinalIgnoreCase)))
            {
                member.WriteTo(writer);
            }

            writer.WriteStartObject("root");
            writer.WriteString("id", given.ids.NewId());
            writer.WriteString("type", "Elsa.Sequence");
            writer.WriteNumber("version", 1);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        return Read(withRoot);
    }
}
