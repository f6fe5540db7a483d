using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Server.Schemas.Import;

/// <summary>
/// Makes of a Table Schema (Frictionless, as schema.data.gouv.fr publishes them) the schema of one row as JSON: an object with one typed
/// member a field. A missing value is <c>null</c> or an absent member, unless the field is required. What holds for the table as a whole,
/// such as keys, no schema of a row can say; it is kept as <c>x-</c> annotations and told in the notes.
/// </summary>
internal static class TableSchema
{
    public static ImportedSchema Read(JsonObject table, ImportSettings settings)
    {
        var domain = SchemaNames.RequireDomain(settings);
        var name = SchemaNames.Kebab(settings.Name ?? Text(table["name"]) ?? Text(table["title"]) ?? "");
        if (name.Length == 0)
        {
            throw new ImportException("/name", new("Le nom du schéma de table manque : donnez « name » ou ?name=.", "The table schema's name is missing: give 'name' or ?name=."));
        }

        var errors = new List<PayloadError>();
        var notes = new List<LocalizedText>();
        var properties = new JsonObject();
        var required = new JsonArray();
        var fields = table["fields"]!.AsArray(); // SchemaImport has looked
        for (var i = 0; i < fields.Count; i++)
        {
            var place = $"/fields/{i}";
            if (fields[i] is not JsonObject field || Text(field["name"]) is not { Length: > 0 } member)
            {
                errors.Add(new PayloadError(place + "/name", "", new("Le champ n'a pas de nom.", "The field has no name.")));
            }
            else if (properties.ContainsKey(member))
            {
                errors.Add(new PayloadError(place + "/name", "", new($"Le champ « {member} » figure deux fois.", $"The field '{member}' is there twice.")));
            }
            else
            {
                var isRequired = field["constraints"]?["required"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True;
                properties[member] = Field(field, member, isRequired, place, errors, notes);
                if (isRequired)
                {
                    required.Add(member);
                }
            }
        }

        if (errors.Count > 0)
        {
            throw new ImportException(errors);
        }

        var schema = new JsonObject();
        Copy(table, schema, "title", "description");
        schema["type"] = "object";
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        schema["properties"] = properties;
        schema["additionalProperties"] = false;
        foreach (var (from, to) in new[] { ("primaryKey", "x-primary-key"), ("foreignKeys", "x-foreign-keys"), ("missingValues", "x-missing-values"), ("homepage", "x-homepage") })
        {
            if (table[from] is { } kept)
            {
                schema[to] = kept.DeepClone();
            }
        }

        if (table.ContainsKey("primaryKey") || table.ContainsKey("foreignKeys"))
        {
            notes.Add(new(
                "Les clés (primaryKey, foreignKeys) valent pour la table entière ; le schéma d'une ligne ne les vérifie pas.",
                "Keys (primaryKey, foreignKeys) hold for the whole table; the schema of one row does not check them."));
        }

        return new ImportedSchema(SchemaNames.ToVersion(domain, name, SchemaNames.Version(settings, Text(table["version"])), schema), "", notes);
    }

    private static JsonObject Field(JsonObject field, string name, bool isRequired, string place, List<PayloadError> errors, List<LocalizedText> notes)
    {
        var type = Text(field["type"]) ?? "string";
        var format = Text(field["format"]) ?? "default";
        var schema = new JsonObject();
        Copy(field, schema, "title", "description");
        if (field["example"] is { } example)
        {
            schema["examples"] = new JsonArray(example.DeepClone());
        }

        if (!TypeInto(schema, type, format))
        {
            errors.Add(new PayloadError(place + "/type", "", new(
                $"Le type « {type} » n'est pas un type de Table Schema.", $"The type '{type}' is not a type of Table Schema.")));
            return schema;
        }

        if (field["constraints"] is JsonObject constraints)
        {
            Constrain(schema, constraints, name, type, place + "/constraints", errors, notes);
        }

        if (!isRequired && schema["type"] is JsonValue single)
        {
            schema["type"] = new JsonArray(single.DeepClone(), "null");
            if (schema["enum"] is JsonArray values && values.All(value => value is not null))
            {
                values.Add((JsonNode?)null);
            }
        }

        return schema;
    }

    private static bool TypeInto(JsonObject schema, string type, string format)
    {
        switch (type)
        {
            case "string":
                schema["type"] = "string";
                if (format is "email" or "uri" or "uuid")
                {
                    schema["format"] = format;
                }
                else if (format == "binary")
                {
                    schema["contentEncoding"] = "base64";
                }

                return true;
            case "number" or "integer" or "boolean" or "object" or "array":
                schema["type"] = type;
                return true;
            case "year":
                schema["type"] = "integer";
                return true;
            case "yearmonth":
                schema["type"] = "string";
                schema["pattern"] = "^[0-9]{4}-(0[1-9]|1[0-2])$";
                return true;
            case "duration":
                schema["type"] = "string";
                schema["format"] = "duration";
                return true;
            case "date" or "datetime" or "time":
                schema["type"] = "string";
                Moment(schema, type, format);
                return true;
            case "geopoint":
                Geopoint(schema, format);
                return true;
            case "geojson":
                schema["type"] = "object";
                return true;
            case "any":
                return true;
            default:
                return false;
        }
    }

    // The default is ISO 8601; a table may write its dates by a pattern of its own, which is then all that can be said of them.
    private static void Moment(JsonObject schema, string type, string format)
    {
        if (format is "default" or "any" || (type == "date" && format == "%Y-%m-%d"))
        {
            schema["format"] = type switch { "date" => "date", "time" => "time", _ => "date-time" };
            if (type == "time")
            {
                // Table Schema's time carries no offset, which JSON Schema's asks for.
                schema.Remove("format");
                schema["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)$";
            }

            return;
        }

        schema["x-date-format"] = format;
    }

    private static void Geopoint(JsonObject schema, string format)
    {
        switch (format)
        {
            case "array":
                schema["type"] = "array";
                schema["prefixItems"] = new JsonArray(Degrees(180), Degrees(90));
                schema["items"] = false;
                schema["minItems"] = 2;
                break;
            case "object":
                schema["type"] = "object";
                schema["required"] = new JsonArray("lon", "lat");
                schema["properties"] = new JsonObject { ["lon"] = Degrees(180), ["lat"] = Degrees(90) };
                break;
            default:
                schema["type"] = "string";
                schema["pattern"] = "^-?[0-9]{1,3}(\\.[0-9]+)?, ?-?[0-9]{1,2}(\\.[0-9]+)?$";
                break;
        }
    }

    private static JsonObject Degrees(int most) => new() { ["type"] = "number", ["minimum"] = -most, ["maximum"] = most };

    private static void Constrain(JsonObject schema, JsonObject constraints, string name, string type, string place, List<PayloadError> errors, List<LocalizedText> notes)
    {
        var isNumber = type is "number" or "integer" or "year";
        foreach (var (constraint, value) in constraints)
        {
            switch (constraint)
            {
                case "required":
                    break;
                case "unique":
                    if (value is JsonValue flag && flag.GetValueKind() == JsonValueKind.True)
                    {
                        schema["x-unique"] = true;
                        notes.Add(new($"« {name} » doit être unique dans la table ; le schéma d'une ligne ne le vérifie pas.", $"'{name}' must be unique in the table; the schema of one row does not check that."));
                    }

                    break;
                case "minLength" or "maxLength":
                    schema[type == "array" ? constraint.Replace("Length", "Items", StringComparison.Ordinal) : type == "object" ? constraint.Replace("Length", "Properties", StringComparison.Ordinal) : constraint] = value?.DeepClone();
                    break;
                case "minimum" or "maximum" when isNumber && AsNumber(value) is { } bound:
                    schema[constraint] = bound;
                    break;
                case "minimum" or "maximum":
                    schema["x-" + constraint] = value?.DeepClone();
                    notes.Add(new($"La borne « {constraint} » de « {name} » n'est pas un nombre ; JSON Schema ne peut pas la vérifier.", $"The bound '{constraint}' of '{name}' is not a number; JSON Schema cannot check it."));
                    break;
                case "pattern" when Text(value) is { } pattern:
                    // Table Schema's pattern holds for the whole value (XML Schema's rule), JSON Schema's may be found anywhere in it.
                    var whole = pattern.StartsWith('^') && pattern.EndsWith('$') ? pattern : $"^(?:{pattern})$";
                    if (schema["pattern"] is { } typed)
                    {
                        schema["allOf"] = new JsonArray(new JsonObject { ["pattern"] = typed.DeepClone() });
                    }

                    schema["pattern"] = whole;
                    break;
                case "enum" when value is JsonArray values:
                    schema["enum"] = new JsonArray([.. values.Select(item => isNumber && AsNumber(item) is { } number ? number : item?.DeepClone())]);
                    break;
                default:
                    errors.Add(new PayloadError($"{place}/{constraint}", "", new(
                        $"La contrainte « {constraint} » n'existe pas ou n'a pas la forme attendue.", $"The constraint '{constraint}' does not exist or does not have the expected form.")));
                    break;
            }
        }
    }

    // Bounds and values of tables are often written as they stand in the file, as texts.
    private static JsonNode? AsNumber(JsonNode? value) => value is JsonValue number && number.GetValueKind() == JsonValueKind.Number
        ? number.DeepClone()
        : Text(value) is { } text && decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var read) ? JsonValue.Create(read) : null;

    private static void Copy(JsonObject from, JsonObject to, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (Text(from[member]) is { Length: > 0 } text)
            {
                to[member] = text;
            }
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
