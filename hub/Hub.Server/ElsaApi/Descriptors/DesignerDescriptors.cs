using Hub.Server.Web;
using Hub.Workflows.Definitions;
using Text = Hub.Workflows.LocalizedText;

namespace Hub.Server.ElsaApi.Descriptors;

/// <summary>What the designer's editors choose from: expression languages, types of variables, where variables are kept, converters.</summary>
internal static class DesignerDescriptors
{
    private static readonly Language[] Languages =
    [
        new("Literal", ("Literal", "Littéral"), IsBrowsable: false, IsSerializable: true, null),
        new("Object", ("Object", "Objet"), IsBrowsable: false, IsSerializable: true, "json"),
        new("Json", ("JSON", "JSON"), IsBrowsable: false, IsSerializable: true, "json"),
        new("Delegate", ("Delegate", "Délégué"), IsBrowsable: false, IsSerializable: false, null),
        new("Variable", ("Variable", "Variable"), IsBrowsable: true, IsSerializable: true, null),
        new("Input", ("Input", "Entrée"), IsBrowsable: true, IsSerializable: true, null),
        new("JavaScript", ("JavaScript", "JavaScript"), IsBrowsable: true, IsSerializable: true, "javascript"),
        new("Liquid", ("Liquid", "Liquid"), IsBrowsable: true, IsSerializable: true, "liquid"),
    ];

    private static readonly VariableType[] VariableTypes =
    [
        new("Object", "Primitives", ("Any value.", "Toute valeur.")),
        new("String", "Primitives", ("A text.", "Un texte.")),
        new("Boolean", "Primitives", ("True or false.", "Vrai ou faux.")),
        new("Int32", "Primitives", ("A whole number of 32 bits.", "Un nombre entier de 32 bits.")),
        new("Int64", "Primitives", ("A whole number of 64 bits.", "Un nombre entier de 64 bits.")),
        new("Single", "Primitives", ("A floating-point number of 32 bits.", "Un nombre à virgule flottante de 32 bits.")),
        new("Double", "Primitives", ("A floating-point number of 64 bits.", "Un nombre à virgule flottante de 64 bits.")),
        new("Decimal", "Primitives", ("A decimal number, for amounts of money.", "Un nombre décimal, pour les montants.")),
        new("Guid", "Primitives", ("A unique identifier.", "Un identifiant unique.")),
        new("DateTime", "Primitives", ("A date and time.", "Une date et une heure.")),
        new("DateTimeOffset", "Primitives", ("A date and time with its offset from UTC.", "Une date et une heure avec leur décalage par rapport à UTC.")),
        new("TimeSpan", "Primitives", ("A duration, as d.hh:mm:ss.", "Une durée, sous la forme j.hh:mm:ss.")),
        new("StringDictionary", "Lookups", ("Texts by name.", "Des textes par nom.")),
        new("ObjectDictionary", "Lookups", ("Values by name.", "Des valeurs par nom.")),
        new("JSON", "Dynamic", ("A JSON value whose members can be read and changed.", "Une valeur JSON dont les membres se lisent et se modifient.")),
        new("JsonElement", "Dynamic", ("A JSON value.", "Une valeur JSON.")),
        new("JsonNode", "Dynamic", ("A JSON value that can be changed.", "Une valeur JSON modifiable.")),
        new("JsonObject", "Dynamic", ("A JSON object.", "Un objet JSON.")),
        new("ByteArray", "Data", ("Bytes, in Base64.", "Des octets, en Base64.")),
        new("Stream", "Data", ("A stream of bytes, kept as Base64.", "Un flux d'octets, conservé en Base64.")),
        new("LogPersistenceMode", "System", ("Whether values are kept in the journal.", "Si les valeurs sont conservées au journal.")),
    ];

    private static readonly StorageDriver[] StorageDrivers =
    [
        new("Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", ("Workflow Instance", "Instance de workflow"), 5, false),
        new("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", ("Memory", "Mémoire"), 0, false),
        new("Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core", ("Workflow", "Workflow"), -1, true),
    ];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/descriptors/expression-descriptors", Expressions).WithName("listExpressionDescriptors").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/descriptors/variables", Variables).WithName("listVariableTypes").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/descriptors/storage-drivers", Storage).WithName("listStorageDrivers").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/descriptors/output-converters", OutputConverters).WithName("listOutputConverters").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-contexts/provider-descriptors", WorkflowContexts).WithName("listWorkflowContextProviders").RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult Expressions(HttpContext context) => Listed(Languages.Select(language => new
    {
        type = language.Type,
        displayName = language.Name.In(LanguageOf(context)),
        isSerializable = language.IsSerializable,
        isBrowsable = language.IsBrowsable,
        properties = language.Editor is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["MonacoLanguage"] = language.Editor },
    }));

    private static IResult Variables(HttpContext context) => Listed(VariableTypes.Select(type => new
    {
        typeName = type.Alias,
        displayName = type.Alias,
        category = type.Category,
        description = type.Description.In(LanguageOf(context)),
    }));

    private static IResult Storage(HttpContext context) => Listed(StorageDrivers.Select(driver => new
    {
        typeName = driver.TypeName,
        displayName = driver.Name.In(LanguageOf(context)),
        priority = driver.Priority,
        deprecated = driver.IsDeprecated,
    }));

    // Values are converted by the engine where they are bound, so there is nothing to choose; a type that nobody knows is told all the same.
    private static IResult OutputConverters(HttpContext context)
    {
        foreach (var name in (ReadOnlySpan<string>)["sourceType", "destinationType"])
        {
            if (context.Text(name) is not { } type || !IsKnown(type))
            {
                throw new DefinitionException(name, $"The query parameter {name} must be a type alias, such as String or Object.", $"Le paramètre {name} doit être un alias de type, comme String ou Object.");
            }
        }

        return Listed(Array.Empty<object>());
    }

    private static IResult WorkflowContexts() => Listed(Array.Empty<object>());

    private static bool IsKnown(string type)
    {
        var bare = type.TrimEnd('?').Replace("[]", "", StringComparison.Ordinal);
        var inner = bare.IndexOf('<', StringComparison.Ordinal) is var open and > 0 && bare.EndsWith('>') ? bare[(open + 1)..^1] : bare;
        return VariableTypes.Any(known => string.Equals(known.Alias, inner, StringComparison.OrdinalIgnoreCase))
            || inner is "Int16" or "Long" or "JsonArray" or "StringMap" or "ObjectMap";
    }

    private static string LanguageOf(HttpContext context) => RequestLanguage.Of(context.Request).Name;

    private static IResult Listed<T>(IEnumerable<T> items)
    {
        var all = items.ToArray();
        return Results.Json(new { items = all, count = all.Length });
    }

    private sealed record Language(string Type, Text Name, bool IsBrowsable, bool IsSerializable, string? Editor);

    private sealed record VariableType(string Alias, string Category, Text Description);

    private sealed record StorageDriver(string TypeName, Text Name, int Priority, bool IsDeprecated);
}
