using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// A stored definition as Elsa's API shows it: what was given, with its identity and state as they are now, and made ready for the
/// designer (node ids computed anew, the members that it expects on every activity).
/// </summary>
internal sealed class DefinitionModel(GraphCache graphs)
{
    private static readonly string[] RowMembers = ["providerName", "materializerName", "materializerContext", "stringData"];

    /// <summary>The definition alone, with its entity tag.</summary>
    public IResult Answer(HttpContext context, StoredDefinition stored, int status = StatusCodes.Status200OK, IReadOnlyList<DefinitionWarning>? warnings = null)
    {
        context.Response.Headers.ETag = stored.EntityTag;
        return ElsaJson.Answer(writer => Write(writer, stored, context.Caller(), warnings is null ? null : Texts(context, warnings)), status);
    }

    /// <param name="warnings">What was found wrong when it was saved; null leaves the member out.</param>
    public void Write(Utf8JsonWriter writer, StoredDefinition stored, Caller caller, IReadOnlyList<string>? warnings = null)
    {
        var definition = TenantDefinitions.Read(stored);
        var others = definition.OtherMembers.ToList();
        foreach (var member in RowMembers.Where(name => !others.Exists(other => other.Key == name)))
        {
            others.Add(KeyValuePair.Create(member, member == "materializerName" ? JsonValues.From("Json") : JsonValues.Null));
        }

        others.Add(KeyValuePair.Create("links", JsonValues.Write((stored, definition, caller), static (json, state) =>
        {
            json.WriteStartObject();
            DefinitionLinks.OfDefinition(json, state.stored, state.definition.IsReadonly, state.caller);
            json.WriteEndObject();
        }).Member("links")));
        if (warnings is not null)
        {
            others.Add(KeyValuePair.Create("validationErrors", JsonValues.From(warnings)));
        }

        definition = definition with { OtherMembers = others };
        try
        {
            DesignerWriter.Write(graphs.Check(definition, stored.Tenant), writer);
        }
        catch (DefinitionException)
        {
            // What it uses has changed since it was saved (it contains itself now, say): whoever mends it must still see it.
            definition.WriteTo(writer);
        }
    }

    public static void WriteSummary(Utf8JsonWriter writer, StoredDefinition stored, Caller caller)
    {
        var heading = DefinitionHeading.Read(stored.Json.Span);
        writer.WriteStartObject();
        writer.WriteString("id", stored.VersionId);
        writer.WriteString("definitionId", stored.DefinitionId);
        writer.WriteString("name", stored.Name);
        writer.WriteString("description", heading.Description);
        writer.WriteNumber("version", stored.Version);
        writer.WriteString("toolVersion", heading.ToolVersion);
        writer.WriteBoolean("isLatest", stored.IsLatest);
        writer.WriteBoolean("isPublished", stored.IsPublished);
        writer.WriteNull("providerName");
        writer.WriteString("materializerName", "Json");
        writer.WriteBoolean("isMaterializerAvailable", true);
        writer.WriteString("createdAt", stored.CreatedAt);
        writer.WriteBoolean("isReadonly", heading.IsReadonly);
        DefinitionLinks.OfDefinition(writer, stored, heading.IsReadonly, caller);
        writer.WriteEndObject();
    }

    /// <summary>Warnings as people read them, each with its place.</summary>
    public static IReadOnlyList<string> Texts(HttpContext context, IReadOnlyList<DefinitionWarning> warnings)
    {
        var language = RequestLanguage.Of(context.Request).Name;
        return [.. warnings.Select(warning => $"{warning.Place}: {warning.Text.In(language)}")];
    }
}
