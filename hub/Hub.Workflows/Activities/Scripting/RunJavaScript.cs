using Hub.Expressions.JavaScript;
using Hub.Workflows.Expressions;
using Hub.Workflows.Expressions.JavaScript;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Scripting;

/// <summary>Runs a script, which may choose the outcomes.</summary>
internal sealed class RunJavaScript : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.RunJavaScript",
        Category = Categories.Scripting,
        DisplayName = ("Run JavaScript", "Exécuter du JavaScript"),
        Description = ("Runs a JavaScript program.", "Exécute un programme JavaScript."),
        Inputs =
        [
            new()
            {
                Name = "Script",
                TypeName = "String",
                Description = ("The program.", "Le programme."),
                UIHint = "code-editor",
                DefaultSyntax = "JavaScript",
                UISpecifications = JsonValues.Parse("""{"code-editor":{"language":"javascript","editorHeight":1,"singleLineMode":false}}"""),
            },
            new()
            {
                Name = "PossibleOutcomes",
                TypeName = "String[]",
                DisplayName = ("Possible outcomes", "Issues possibles"),
                Description = ("Outcomes that the program may set with setOutcome().", "Les issues que le programme peut choisir avec setOutcome()."),
                UIHint = "dynamic-outcomes",
            },
        ],
        Outputs = [new() { Name = OutputDescriptor.Result, Description = ("What the program returned.", "Ce que le programme a renvoyé.") }],
    };

    private Script? _script;
    private string? _source;

    // A program that is only known when it runs may ask for anything.
    internal override bool ReadsOutputs => _source is null ? Node.Inputs[0].Expression is not null : JavaScriptExpressions.MayReadOutputs(_source);

    public override void Compile(NodeCompilation compilation)
    {
        // The program is nearly always there when the definition is; then it is compiled once.
        if (Node.Inputs[0].Expression is not null || Node.ConstantInputs[0].AsText() is not { } source || string.IsNullOrWhiteSpace(source))
        {
            return;
        }

        try
        {
            _script = JavaScriptExpressions.CompileScript(source);
            _source = source;
        }
        catch (ExpressionFailedException failure)
        {
            compilation.Warn("bad-expression", (failure.Message, $"Le programme ne peut pas être exécuté : {failure.Message}"));
        }
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var source = context.GetText("Script");
        if (string.IsNullOrWhiteSpace(source))
        {
            context.Complete();
            return default;
        }

        var host = new ElsaScriptHost(context) { Outcomes = [] };
        try
        {
            var script = _script is not null && source == _source ? _script : JavaScriptExpressions.CompileScript(source);
            var result = JavaScriptExpressions.Evaluate(script, host);
            if (!result.IsNothing())
            {
                context.SetOutput(OutputDescriptor.Result, result);
            }
        }
        catch (ExpressionFailedException failure)
        {
            throw new ActivityFaultException($"The script of {Node.Id} failed: {failure.Message}", failure);
        }

        if (host.Outcomes.Count > 0)
        {
            context.Complete(host.Outcomes);
        }
        else
        {
            context.Complete();
        }

        return default;
    }
}
