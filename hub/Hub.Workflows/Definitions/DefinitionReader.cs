using System.Globalization;
using System.Text.Json;

namespace Hub.Workflows.Definitions;

/// <summary>Reads the top level of a definition; the activities under its root are read by the compiler.</summary>
/// <remarks>Member names are compared without regard to case, null and missing are the same, unknown members are kept.</remarks>
internal static class DefinitionReader
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "definitionId", "tenantId", "name", "description", "createdAt", "version", "toolVersion", "variables", "inputs", "outputs",
        "outcomes", "customProperties", "isReadonly", "isSystem", "isLatest", "isPublished", "options", "root",
        // Only ever part of a response; written anew by whoever answers.
        "links",
    };

    public static WorkflowDefinition Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return Read(JsonValues.Parse(json));
        }
        catch (JsonException error)
        {
            throw new DefinitionException("", $"A workflow definition is one JSON object, but this is not JSON: {error.Message}",
                $"Une définition de workflow est un objet JSON, mais ceci n'est pas du JSON : {error.Message}");
        }
    }

    public static WorkflowDefinition Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("", "an object", "un objet", json);
        }

        var root = json.Member("root");
        if (root.IsNothing())
        {
            throw new DefinitionException("/root", "A workflow definition needs a root activity, but none is given. Add a flowchart as \"root\".",
                "Une définition de workflow a besoin d'une activité racine, mais aucune n'est donnée. Ajoutez un organigramme dans « root ».");
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("/root", "an activity (a JSON object)", "une activité (un objet JSON)", root);
        }

        var options = ReadOptions(json.Member("options"), Flag(json, "usableAsActivity", ""));
        return new WorkflowDefinition
        {
            Id = Text(json, "id", "") ?? "",
            DefinitionId = Text(json, "definitionId", "") ?? "",
            TenantId = Text(json, "tenantId", ""),
            Name = Text(json, "name", "")?.Trim(),
            Description = Text(json, "description", "")?.Trim(),
            CreatedAt = Instant(json, "createdAt"),
            Version = Number(json, "version", "") is { } version ? Math.Max(1, version) : 1,
            ToolVersion = Text(json, "toolVersion", ""),
            Variables = ReadVariables(json.Member("variables"), "/variables"),
            Inputs = ReadArguments(json.Member("inputs"), "/inputs"),
            Outputs = ReadArguments(json.Member("outputs"), "/outputs"),
            Outcomes = ReadTexts(json.Member("outcomes"), "/outcomes"),
            CustomProperties = json.Member("customProperties") is { ValueKind: JsonValueKind.Object } properties ? properties : JsonValues.EmptyObject,
            IsReadonly = Flag(json, "isReadonly", "") ?? false,
            IsSystem = Flag(json, "isSystem", "") ?? false,
            IsLatest = Flag(json, "isLatest", "") ?? false,
            IsPublished = Flag(json, "isPublished", "") ?? false,
            Options = options,
            Root = root,
            OtherMembers = [.. json.EnumerateObject().Where(member => !Known.Contains(member.Name)).Select(member => KeyValuePair.Create(member.Name, member.Value))],
        };
    }

    /// <summary>Reads the variables of a workflow or a container.</summary>
    public static IReadOnlyList<VariableDefinition> ReadVariables(JsonElement json, string place)
    {
        var items = Items(json, place);
        if (items.Count == 0)
        {
            return [];
        }

        var variables = new VariableDefinition[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            variables[i] = ReadVariable(items[i], $"{place}/{i}");
        }

        return variables;
    }

    /// <summary>Reads one variable, as containers and SetVariable hold it.</summary>
    public static VariableDefinition ReadVariable(JsonElement item, string place)
    {
        RequireObject(item, place);
        var name = Text(item, "name", place) ?? "";
        var type = Text(item, "typeName", place) ?? Text(item, "type", place) ?? "Object";
        var isArray = Flag(item, "isArray", place) ?? false;
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            (type, isArray) = (type[..^2], true);
        }

        return new VariableDefinition
        {
            Id = Text(item, "id", place) is { Length: > 0 } id ? id : name,
            Name = name,
            TypeName = type,
            IsArray = isArray,
            Value = item.Member("value") is var value && value.IsNothing() ? default : value,
            StorageDriverTypeName = Text(item, "storageDriverTypeName", place) ?? Text(item, "storageDriverType", place),
            Source = item,
        };
    }

    /// <summary>The items of an array; a single object, a missing value and <c>{"$values":[…]}</c> are accepted too.</summary>
    public static IReadOnlyList<JsonElement> Items(JsonElement json, string place)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return [];
            case JsonValueKind.Array:
                return [.. json.EnumerateArray()];
            case JsonValueKind.Object:
                var values = json.Member("$values");
                return values.ValueKind == JsonValueKind.Array ? [.. values.EnumerateArray()] : [json];
            default:
                throw Wrong(place, "an array", "un tableau", json);
        }
    }

    private static DefinitionOptions ReadOptions(JsonElement json, bool? usableAsActivity)
    {
        if (json.IsNothing())
        {
            return new DefinitionOptions { UsableAsActivity = usableAsActivity };
        }

        RequireObject(json, "/options");
        return new DefinitionOptions
        {
            ActivationStrategyType = Text(json, "activationStrategyType", "/options"),
            UsableAsActivity = Flag(json, "usableAsActivity", "/options") ?? usableAsActivity,
            AutoUpdateConsumingWorkflows = Flag(json, "autoUpdateConsumingWorkflows", "/options") ?? false,
            ActivityCategory = Text(json, "activityCategory", "/options"),
            IncidentStrategyType = Text(json, "incidentStrategyType", "/options"),
            CommitStrategyName = Text(json, "commitStrategyName", "/options"),
            Source = json,
        };
    }

    private static IReadOnlyList<ArgumentDefinition> ReadArguments(JsonElement json, string place)
    {
        var items = Items(json, place);
        var arguments = new ArgumentDefinition[items.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            var (item, itemPlace) = (items[i], $"{place}/{i}");
            RequireObject(item, itemPlace);
            var type = Text(item, "type", itemPlace) ?? "Object";
            arguments[i] = new ArgumentDefinition
            {
                Name = Text(item, "name", itemPlace) ?? "",
                Type = type.EndsWith("[]", StringComparison.Ordinal) ? type[..^2] : type,
                IsArray = (Flag(item, "isArray", itemPlace) ?? false) || (Flag(item, "isCollection", itemPlace) ?? false) || type.EndsWith("[]", StringComparison.Ordinal),
                DisplayName = Text(item, "displayName", itemPlace),
                Description = Text(item, "description", itemPlace),
                Category = Text(item, "category", itemPlace),
                UIHint = Text(item, "uiHint", itemPlace),
                Source = item,
            };
        }

        return arguments;
    }

    private static IReadOnlyList<string> ReadTexts(JsonElement json, string place)
    {
        var items = Items(json, place);
        var texts = new string[items.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = items[i].ValueKind == JsonValueKind.String ? items[i].AsText() ?? "" : throw Wrong($"{place}/{i}", "text", "un texte", items[i]);
        }

        return texts;
    }

    private static string? Text(JsonElement owner, string name, string place)
    {
        var value = owner.Member(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => throw Wrong($"{place}/{name}", "text", "un texte", value),
        };
    }

    private static bool? Flag(JsonElement owner, string name, string place)
    {
        var value = owner.Member(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => flag,
            _ => throw Wrong($"{place}/{name}", "true or false", "true ou false", value),
        };
    }

    private static int? Number(JsonElement owner, string name, string place)
    {
        var value = owner.Member(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.Number when value.TryGetInt32(out var number) => number,
            JsonValueKind.String when int.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Wrong($"{place}/{name}", "a whole number", "un nombre entier", value),
        };
    }

    private static DateTimeOffset? Instant(JsonElement owner, string name)
    {
        var text = Text(owner, name, "");
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw Wrong($"/{name}", "an ISO 8601 date and time", "une date et heure ISO 8601", owner.Member(name));
    }

    private static void RequireObject(JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(place, "an object", "un objet", json);
        }
    }

    internal static DefinitionException Wrong(string place, string expected, string attendu, JsonElement came) =>
        new(place, $"Expected {expected}, but found {Kind(came, french: false)}.", $"On attendait {attendu}, mais on trouve {Kind(came, french: true)}.");

    // Only the kind, never the value: a definition may hold personal data in its defaults.
    private static string Kind(JsonElement value, bool french) => value.ValueKind switch
    {
        JsonValueKind.Array => french ? "un tableau" : "an array",
        JsonValueKind.Object => french ? "un objet" : "an object",
        JsonValueKind.String => french ? "un texte" : "text",
        JsonValueKind.Number => french ? "un nombre" : "a number",
        JsonValueKind.True or JsonValueKind.False => french ? "un booléen" : "a boolean",
        _ => french ? "rien" : "nothing",
    };
}
