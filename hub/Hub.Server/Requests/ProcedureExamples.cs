using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Server.Exchange;

namespace Hub.Server.Requests;

/// <summary>
/// An example request for each procedure: from the <c>example.template.json</c> beside its workflow, which gives every seed its
/// own citizen, or else the first of its schema's <c>examples</c>.
/// </summary>
internal sealed class ProcedureExamples(HubOptions options, SchemaLookup schemas)
{
    public JsonNode? Of(ProcedureOffer offer, ulong seed)
    {
        if (options.Procedures is { } folder && Path.Combine(folder, Path.GetFileName(offer.Name), "example.template.json") is var file && File.Exists(file))
        {
            return ExampleTemplate.Fill(JsonElement.Parse(File.ReadAllBytes(file)), seed);
        }

        return schemas(offer.Schema, null) is { } schema && JsonElement.Parse(schema.Json.Span).TryGetProperty("examples", out var examples) && examples.GetArrayLength() > 0
            ? JsonNode.Parse(examples[0].GetRawText())
            : null;
    }
}
