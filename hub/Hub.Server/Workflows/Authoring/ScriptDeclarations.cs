using System.Globalization;
using System.Text;
using Hub.Expressions.Authoring;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Impact;
using Hub.Server.Workflows.Activities;
using Hub.Server.Workflows.Checks.Rules;
using Hub.Server.Workflows.Readings;
using Hub.Workflows.Expressions.JavaScript;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Authoring;

/// <summary>
/// TypeScript declarations of what a script of a workflow finds: the engine's functions, the helpers of <c>France</c>, the workflow's own
/// variables, inputs and outputs; those whose schema is known with their members, and each with its comment in the reader's language.
/// </summary>
internal sealed class ScriptDeclarations(SchemaCatalog schemas, IOperationSchemas operations)
{
    /// <param name="withOutcomes">Whether the script may choose its step's outcomes.</param>
    public string Of(WorkflowGraph graph, bool withOutcomes, bool isFrench)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var origins = ValueOrigins.Of(graph, schemas.Resolve, operations);
        var writing = new Writing(graph, origins, new SchemaInterfaces(schemas, isFrench), isFrench);
        var functions = ElsaSymbols.Functions.Where(symbol => withOutcomes || symbol.Name is not ("setOutcome" or "setOutcomes"));
        return ExpressionAuthoring.TypeDeclarations(functions, isFrench) + writing.Write();
    }

    private sealed class Writing(WorkflowGraph graph, ValueOrigins origins, SchemaInterfaces interfaces, bool isFrench)
    {
        private const string ValidationErrors = "Array<{ instanceLocation: string; keywordLocation: string; error: { fr: string; en: string } }>";

        // The engine's own functions keep their names, as they do when a script runs.
        private readonly HashSet<string> declared = [.. ElsaSymbols.Functions.Select(symbol => symbol.Name), "variables", "args", "France"];
        private readonly StringBuilder text = new("\n");

        public string Write()
        {
            WriteVariables();
            WriteInputs();
            WriteOutputs();
            if (graph.Nodes.Any(node => node.Descriptor.TypeName is "Elsa.For" or "Elsa.ForEach" or "Elsa.ParallelForEach"))
            {
                Function("getCurrentValue", "", interfaces.TypeOf(origins.LoopItems), Say("L'élément de ce tour de boucle.", "The item of this turn of the loop."));
                Function("getCurrentIndex", "", "number", Say("Le numéro de ce tour, à partir de 0.", "The number of this turn, from 0."));
            }

            text.Append("declare var args: any;\n");
            return text + interfaces.Write();
        }

        private void WriteVariables()
        {
            // A name is declared once: where containers have variables of one name, the script sees the nearest, and this is only help.
            var variables = graph.Nodes.SelectMany(node => node.Variables)
                .Where(variable => !string.IsNullOrEmpty(variable.Name))
                .DistinctBy(variable => variable.Name)
                .Select(variable => (variable.Name, Type: VariableType(variable.Name, variable.TypeName, variable.IsArray)))
                .ToArray();
            foreach (var (name, type) in variables)
            {
                Function($"get{StepScope.Accessor(name)}", "", type, Say($"La variable « {name} ».", $"The variable '{name}'."));
                Function($"set{StepScope.Accessor(name)}", $"value: {type}", "void", Say($"Donne une valeur à la variable « {name} ».", $"Gives the variable '{name}' a value."));
            }

            text.Append("declare class WorkflowVariables {\n");
            foreach (var (name, type) in variables.Where(variable => SchemaInterfaces.IsIdentifier(variable.Name)))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {name}: {type};\n");
            }

            text.Append("}\n");
            SchemaInterfaces.Comment(text, "", Say("Les variables du workflow, à lire et à écrire.", "The workflow's variables, to read and to write."));
            text.Append("declare var variables: WorkflowVariables;\n");
        }

        private void WriteInputs()
        {
            foreach (var input in graph.Definition.Inputs)
            {
                var comment = input.Description is { Length: > 0 } description ? description : input.DisplayName ?? Say($"L'entrée « {input.Name} » du workflow.", $"The workflow's input '{input.Name}'.");
                Function($"get{StepScope.Accessor(input.Name)}", "", TypeOf(input.Type, input.IsArray), comment);
            }
        }

        private void WriteOutputs()
        {
            foreach (var step in origins.Steps.Where(step => !string.IsNullOrEmpty(step.Name)))
            {
                foreach (var output in step.Descriptor.Outputs)
                {
                    var type = origins.OfOutput(step, output.Name) is { } origin ? interfaces.TypeOf([origin])
                        : step.Activity is ValidatePayload ? ValidationErrors
                        : TypeOf(output.TypeName, isArray: false);
                    var comment = output.Description.In(isFrench ? "fr" : "en");
                    Function($"get{StepScope.Accessor(output.Name)}From{StepScope.Accessor(step.Name!)}", "", type, comment); // not null, see above
                }
            }
        }

        private string VariableType(string name, string alias, bool isArray)
        {
            var known = interfaces.TypeOf(origins.OfVariable(name));
            return known == "any" ? TypeOf(alias, isArray) : known;
        }

        private void Function(string name, string parameters, string type, string comment)
        {
            // Only what TypeScript takes for a name: everything else a script reaches by getVariable, getInput and getOutputFrom.
            if (SchemaInterfaces.IsIdentifier(name) && declared.Add(name))
            {
                SchemaInterfaces.Comment(text, "", comment);
                text.Append(CultureInfo.InvariantCulture, $"declare function {name}({parameters}): {type};\n");
            }
        }

        private string Say(string french, string english) => isFrench ? french : english;

        private static string TypeOf(string alias, bool isArray)
        {
            var bare = alias.TrimEnd('?');
            var isList = isArray || bare.EndsWith("[]", StringComparison.Ordinal);
            var type = bare.Replace("[]", "", StringComparison.Ordinal) switch
            {
                "String" or "Guid" or "DateTime" or "DateTimeOffset" or "TimeSpan" or "Uri" or "LogPersistenceMode" => "string",
                "Boolean" => "boolean",
                "Int16" or "Int32" or "Int64" or "Long" or "Single" or "Double" or "Decimal" => "number",
                "StringDictionary" or "StringMap" => "{ [name: string]: string }",
                "ObjectDictionary" or "ObjectMap" or "JsonObject" => "{ [name: string]: any }",
                _ => "any",
            };
            return isList ? $"{type}[]" : type;
        }
    }
}
