using System.Globalization;
using System.Text;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Graph;

namespace Hub.Server.ElsaApi.Descriptors;

/// <summary>
/// <c>POST /scripting/javascript/type-definitions/{definitionId}</c>: TypeScript declarations of what a script of the latest version
/// finds (contract §9), for the completion of the designer's editor.
/// </summary>
internal static class ScriptTypes
{
    private const string MediaType = "application/x-typescript";

    private const string Always = """
        declare function getWorkflowDefinitionId(): string;
        declare function getWorkflowDefinitionVersionId(): string;
        declare function getWorkflowDefinitionVersion(): number;
        declare function getWorkflowInstanceId(): string;
        declare function getCorrelationId(): string | null;
        declare function setCorrelationId(value: string | null): void;
        declare function getWorkflowInstanceName(): string | null;
        declare function setWorkflowInstanceName(value: string | null): void;
        declare function getVariable(name: string): any;
        declare function setVariable(name: string, value: any): void;
        declare function getInput(name: string): any;
        declare function getOutputFrom(activityIdOrName: string, outputName?: string): any;
        declare function getLastResult(): any;
        declare function isNullOrWhiteSpace(value: string | null): boolean;
        declare function isNullOrEmpty(value: string | null): boolean;
        declare function toJson(value: any): string;
        declare function parseGuid(value: string): string;
        declare function newGuid(): string;
        declare function newGuidString(): string;
        declare function newShortGuid(): string;
        declare function getGuidString(): string;
        declare function getShortGuid(): string;
        declare function bytesToString(value: any): string;
        declare function bytesFromString(value: string): any;
        declare function bytesToBase64(value: any): string;
        declare function bytesFromBase64(value: string): any;
        declare function stringToBase64(value: string): string;
        declare function stringFromBase64(value: string): string;
        declare function streamToBytes(value: any): any;
        declare function streamToBase64(value: any): string;
        declare function createEventTriggerUrl(eventName: string, lifetime?: string): string;

        """;

    private const string OutcomesOfScripts = """
        declare function setOutcome(name: string): void;
        declare function setOutcomes(names: string[]): void;

        """;

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/scripting/javascript/type-definitions/{definitionId}", HandleAsync)
        .WithName("getScriptTypeDefinitions")
        .WithMetadata(BodyKind.Json)
        .RequirePermission(Permissions.WorkflowsRead);

    private static async Task<IResult> HandleAsync(string definitionId, HttpContext context, IDefinitionStore definitions, GraphCache graphs, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        if (definitions.FindLatest(context.Caller().Tenant, definitionId) is not { } latest)
        {
            return Results.NotFound();
        }

        var text = new StringBuilder(Always);
        if (body.Text("activityTypeName") == "Elsa.RunJavaScript")
        {
            text.Append(OutcomesOfScripts);
        }

        Write(text, graphs.Check(TenantDefinitions.Read(latest), latest.Tenant));
        return Results.Text(text.ToString(), MediaType, Encoding.UTF8);
    }

    private static void Write(StringBuilder text, WorkflowGraph graph)
    {
        var definition = graph.Definition;
        var declared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in definition.Inputs.Where(input => IsIdentifier(input.Name)))
        {
            Function(text, declared, $"get{Pascal(input.Name)}", "", TypeOf(input.Type, input.IsArray));
        }

        // A name is declared once: where containers have variables of one name, the script sees the nearest, and this is only help.
        var variables = graph.Nodes.SelectMany(node => node.Variables).Where(variable => IsIdentifier(variable.Name)).DistinctBy(variable => variable.Name).ToArray();
        foreach (var variable in variables)
        {
            var type = TypeOf(variable.TypeName, variable.IsArray);
            Function(text, declared, $"get{Pascal(variable.Name)}", "", type);
            Function(text, declared, $"set{Pascal(variable.Name)}", $"value: {type}", "void");
        }

        foreach (var node in graph.Nodes.Where(node => IsIdentifier(node.Name)))
        {
            foreach (var output in node.Descriptor.Outputs.Where(output => IsIdentifier(output.Name)))
            {
                Function(text, declared, $"get{Pascal(output.Name)}From{Pascal(node.Name!)}", "", TypeOf(output.TypeName, isArray: false)); // a name that is an identifier
            }
        }

        text.Append("declare class WorkflowVariables {\n");
        foreach (var variable in variables)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {variable.Name}: {TypeOf(variable.TypeName, variable.IsArray)};\n");
        }

        text.Append("}\ndeclare var variables: WorkflowVariables;\n");
    }

    private static void Function(StringBuilder text, HashSet<string> declared, string name, string parameters, string type)
    {
        if (declared.Add(name))
        {
            text.Append(CultureInfo.InvariantCulture, $"declare function {name}({parameters}): {type};\n");
        }
    }

    private static string TypeOf(string alias, bool isArray)
    {
        var bare = alias.TrimEnd('?');
        var isList = isArray || bare.EndsWith("[]", StringComparison.Ordinal);
        var type = bare.Replace("[]", "", StringComparison.Ordinal) switch
        {
            "String" or "Guid" or "DateTime" or "DateTimeOffset" or "TimeSpan" or "LogPersistenceMode" => "string",
            "Boolean" => "boolean",
            "Int16" or "Int32" or "Int64" or "Long" or "Single" or "Double" or "Decimal" => "number",
            "StringDictionary" or "StringMap" => "{ [name: string]: string }",
            _ => "any",
        };
        return isList ? type + "[]" : type;
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    // Only what TypeScript takes for a name: everything else a script reaches by getVariable, getInput and getOutputFrom.
    private static bool IsIdentifier(string? name) =>
        !string.IsNullOrEmpty(name) && (char.IsLetter(name[0]) || name[0] is '_' or '$') && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$');
}
