using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.JsonSchema;

namespace Hub.Server.Schemas.Import;

/// <summary>
/// Makes a schema of each of an OpenAPI description's <c>components.schemas</c>. 3.1 (§4.8.24) is JSON Schema 2020-12 with a few words
/// more; 3.0 (§4.7.24) has its own <c>nullable</c>, boolean bounds and <c>$ref</c> that stands alone. References between components become URNs.
/// </summary>
internal static class OpenApiSchemas
{
    private const string Components = "/components/schemas";
    private const string Reference = "#/components/schemas/";
    private const string OpenApiDialect = "https://spec.openapis.org/oas/3.1/dialect/base";

    public static IReadOnlyList<ImportedSchema> Read(JsonObject document, ImportSettings settings)
    {
        // YAML reads an unquoted 3.1 as a number.
        var openApi = document["openapi"] is JsonValue written ? written.ToString() : "";
        if (!openApi.StartsWith("3.0", StringComparison.Ordinal) && !openApi.StartsWith("3.1", StringComparison.Ordinal))
        {
            throw new ImportException("/openapi", new("OpenAPI 3.0 ou 3.1 était attendu.", "OpenAPI 3.0 or 3.1 was expected."));
        }

        if (document["components"]?["schemas"] is not JsonObject { Count: > 0 } components)
        {
            throw new ImportException(Components, new("La description n'a aucun schéma dans components.schemas.", "The description has no schema in components.schemas."));
        }

        var domain = SchemaNames.RequireDomain(settings);
        var version = SchemaNames.Version(settings, document["info"]?["version"] is JsonValue own ? own.ToString() : null);
        var urns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (component, _) in components)
        {
            var name = SchemaNames.Kebab(component);
            var urn = SchemaNames.Urn(domain, name, version);
            if (name.Length == 0 || urns.ContainsValue(urn))
            {
                throw new ImportException(Pointer(Components, component), new(
                    $"Ce composant donnerait l'identifiant « {domain}.{name} », qui est vide ou déjà pris par un autre composant. Renommez-le.",
                    $"This component would get the identifier '{domain}.{name}', which is empty or already another component's. Rename it."));
            }

            urns.Add(component, urn);
        }

        var dialect = openApi.StartsWith("3.1", StringComparison.Ordinal) && document["jsonSchemaDialect"] is JsonValue named && named.ToString() is var uri && uri != OpenApiDialect
            ? uri.TrimEnd('#')
            : SchemaDialects.Draft202012;
        var errors = new List<PayloadError>();
        var made = new List<ImportedSchema>();
        foreach (var (component, schema) in components)
        {
            var translation = new Translation(openApi.StartsWith("3.0", StringComparison.Ordinal), components, urns, errors);
            var place = Pointer(Components, component);
            var translated = translation.Schema(schema, place, component) switch
            {
                JsonObject members => members,
                JsonValue { } always when always.GetValueKind() == JsonValueKind.False => new JsonObject { ["not"] = new JsonObject() },
                _ => [],
            };
            translated["title"] ??= component;
            made.Add(new ImportedSchema(SchemaNames.ToVersion(domain, SchemaNames.Kebab(component), version, translated, dialect), place, translation.Notes));
        }

        return errors.Count == 0 ? made : throw new ImportException(errors);
    }

    private static string Pointer(string parent, string member) => $"{parent}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>Translates one component.</summary>
    private sealed class Translation(bool isOldest, JsonObject components, IReadOnlyDictionary<string, string> urns, List<PayloadError> errors)
    {
        public List<LocalizedText> Notes { get; } = [];

        /// <param name="component">The component's name where this is its root; else null.</param>
        public JsonNode? Schema(JsonNode? schema, string place, string? component = null)
        {
            if (schema is not JsonObject given)
            {
                return schema?.DeepClone();
            }

            if (isOldest && Text(given["$ref"]) is { } alone)
            {
                return new JsonObject { ["$ref"] = Target(alone, place) };
            }

            var made = new JsonObject();
            foreach (var (keyword, value) in given)
            {
                var at = Pointer(place, keyword);
                switch (keyword)
                {
                    case "$ref" or "$dynamicRef" when Text(value) is { } reference:
                        made[keyword] = Target(reference, place);
                        break;
                    case "properties" or "patternProperties" or "dependentSchemas" or "$defs" or "definitions" when value is JsonObject map:
                        made[keyword] = new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Schema(member.Value, Pointer(at, member.Key)))));
                        break;
                    case "allOf" or "anyOf" or "oneOf" or "prefixItems" when value is JsonArray list:
                        made[keyword] = new JsonArray([.. list.Select((item, i) => Schema(item, $"{at}/{i}"))]);
                        break;
                    case "items" or "not" or "if" or "then" or "else" or "contains" or "additionalProperties" or "propertyNames" or "unevaluatedItems" or "unevaluatedProperties" or "contentSchema":
                        made[keyword] = Schema(value, at);
                        break;
                    case "example":
                        made["examples"] ??= new JsonArray(value?.DeepClone());
                        break;
                    case "nullable" or "discriminator" or "xml" or "externalDocs":
                        break;
                    default:
                        made[keyword] = value?.DeepClone();
                        break;
                }
            }

            if (isOldest)
            {
                Bound(made, "exclusiveMinimum", "minimum");
                Bound(made, "exclusiveMaximum", "maximum");
                OldFormats(made);
                if (IsTrue(given["nullable"]))
                {
                    made = Nullable(made);
                }
            }

            if (given["discriminator"] is JsonObject discriminator)
            {
                Discriminate(made, discriminator, Pointer(place, "discriminator"), component);
            }

            return made;
        }

        private string Target(string reference, string place)
        {
            if (reference.StartsWith(Reference, StringComparison.Ordinal))
            {
                var parts = reference[Reference.Length..].Split('/', 2);
                var component = Uri.UnescapeDataString(parts[0]).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (urns.TryGetValue(component, out var urn))
                {
                    return parts.Length == 1 ? urn : $"{urn}#/{parts[1]}";
                }
            }
            else if (!isOldest && reference.StartsWith('#') && !reference.StartsWith("#/", StringComparison.Ordinal))
            {
                return reference;
            }
            else if (reference.StartsWith(SchemaVersion.UrnPrefix, StringComparison.Ordinal))
            {
                return reference;
            }

            errors.Add(new PayloadError(Pointer(place, "$ref"), "", new(
                $"La référence « {reference} » ne désigne pas un schéma de ce document ({Reference}…) ; rien n'est cherché ailleurs. Ajoutez ce schéma au document ou remplacez la référence.",
                $"The reference '{reference}' does not name a schema of this document ({Reference}…); nothing is fetched from elsewhere. Add that schema to the document or replace the reference.")));
            return reference;
        }

        // Draft 4 as OpenAPI 3.0 has it: the word only says whether the other bound is part of the range.
        private static void Bound(JsonObject schema, string exclusive, string inclusive)
        {
            if (schema[exclusive] is JsonValue flag && flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            {
                schema.Remove(exclusive);
                if (flag.GetValueKind() == JsonValueKind.True && schema[inclusive] is { } bound)
                {
                    schema.Remove(inclusive);
                    schema[exclusive] = bound.DeepClone();
                }
            }
        }

        private static void OldFormats(JsonObject schema)
        {
            if (Text(schema["format"]) == "byte")
            {
                schema.Remove("format");
                schema["contentEncoding"] = "base64";
            }
        }

        private JsonObject Nullable(JsonObject schema)
        {
            if (Text(schema["type"]) is { } type)
            {
                schema["type"] = new JsonArray(type, "null");
                if (schema["enum"] is JsonArray values && values.All(value => value is not null))
                {
                    values.Add((JsonNode?)null);
                }

                return schema;
            }

            // Without a type 3.0 gives nullable no meaning; whoever wrote it meant that null may stand there.
            Notes.Add(new(
                "« nullable » sans « type » n'a pas de sens dans OpenAPI 3.0 ; null est accepté, ce qui était sans doute voulu.",
                "'nullable' without 'type' means nothing in OpenAPI 3.0; null is accepted, which was probably meant."));
            return new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        /// <summary>The property becomes required, takes only the known names, and each name asks for its schema.</summary>
        private void Discriminate(JsonObject schema, JsonObject discriminator, string place, string? component)
        {
            if (Text(discriminator["propertyName"]) is not { Length: > 0 } property)
            {
                errors.Add(new PayloadError(place, "", new("propertyName manque dans le discriminator.", "The discriminator has no propertyName.")));
                return;
            }

            var branches = (schema["oneOf"] as JsonArray ?? schema["anyOf"] as JsonArray)?.Select(branch => Text(branch?["$ref"])).OfType<string>().ToArray() ?? [];
            var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, target) in discriminator["mapping"] as JsonObject ?? [])
            {
                if (Text(target) is { } written)
                {
                    names[name] = Target(written.Contains('#', StringComparison.Ordinal) ? written : Reference + written, place);
                }
            }

            foreach (var (name, urn) in urns)
            {
                // A name is implied by the component's own, where the mapping gives it no other.
                if ((branches.Contains(urn) || (branches.Length == 0 && component is not null && Extends(name, component))) && !names.ContainsValue(urn))
                {
                    names[name] = urn;
                }
            }

            var required = schema["required"] as JsonArray ?? [];
            if (required.All(name => Text(name) != property))
            {
                required.Add(property);
            }

            schema["required"] = required.Parent is null ? required : required.DeepClone();
            if (names.Count == 0)
            {
                return;
            }

            var rules = schema["allOf"] as JsonArray ?? [];
            rules.Add(new JsonObject { ["properties"] = new JsonObject { [property] = new JsonObject { ["enum"] = new JsonArray([.. names.Keys.Select(name => (JsonNode)name)]) } } });

            // A base that its children extend cannot ask for them in turn: that would never end. They check themselves where they are named.
            foreach (var (name, urn) in branches.Length > 0 ? names : [])
            {
                rules.Add(new JsonObject
                {
                    ["if"] = new JsonObject { ["properties"] = new JsonObject { [property] = new JsonObject { ["const"] = name } } },
                    ["then"] = new JsonObject { ["$ref"] = urn },
                });
            }

            schema["allOf"] = rules.Parent is null ? rules : rules.DeepClone();

            // The name chooses: a document that another branch would take as well is none the worse for it.
            if (branches.Length > 0 && schema["oneOf"] is JsonArray exactlyOne)
            {
                schema.Remove("oneOf");
                schema["anyOf"] = exactlyOne;
            }
        }

        private bool Extends(string child, string parent) =>
            child != parent && components[child]?["allOf"] is JsonArray parts && parts.Any(part => Text(part?["$ref"]) == Reference + parent);
    }
}
