using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Activities.Composition;
using Hub.Workflows.Definitions;
using Hub.Workflows.Expressions;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Graph;

/// <summary>Prepares every step once all are there: inputs, output bindings, and what the activity itself wants to know beforehand.</summary>
internal sealed class GraphLinker(WorkflowDefinition definition, GraphTree tree)
{
    public List<DefinitionWarning> Warnings { get; } = [];

    /// <summary>Whether any expression may ask for outputs of steps.</summary>
    public bool ReadsOutputs { get; private set; }

    public void Link()
    {
        var outputs = 0;
        foreach (var node in tree.Nodes)
        {
            node.OutputBase = outputs;
            outputs += node.Descriptor.Outputs.Count;
            node.LogPersistence = LogPersistence.Read(
                node.CustomProperties,
                tree.Owners[node.Index].CustomProperties,
                expression => CompileExpression(node, expression, "Object", $"{node.Place}/customProperties"));
            node.Commits = CommitStrategies.Read(node.CustomProperties, definition.Options.CommitStrategyName, node.Parent is null);
            if (node.Json.IsSet())
            {
                CompileInputs(node);
                BindOutputs(node);
            }

            node.Activity.Node = node;
            node.Activity.Compile(new Compilation(node, this));
            ReadsOutputs |= node.Activity.ReadsOutputs;
        }
    }

    private void CompileInputs(GraphNode node)
    {
        var descriptors = node.Descriptor.Inputs;
        if (descriptors.Count == 0)
        {
            return;
        }

        node.Inputs = new CompiledInput[descriptors.Count];
        node.ConstantInputs = new JsonElement[descriptors.Count];
        for (var i = 0; i < descriptors.Count; i++)
        {
            var input = CompileInput(node, descriptors[i]);
            node.Inputs[i] = input;
            node.ConstantInputs[i] = input.Constant;
            node.AllInputsConstant &= input.Expression is null || !input.Descriptor.AutoEvaluate;
        }
    }

    private CompiledInput CompileInput(GraphNode node, InputDescriptor descriptor)
    {
        var name = JsonNames.Camel(descriptor.Name);
        var json = node.Json.Member(name);
        if (json.IsNothing())
        {
            return new CompiledInput(descriptor, descriptor.DefaultValue, null);
        }

        if (!descriptor.IsWrapped)
        {
            return new CompiledInput(descriptor, json, null);
        }

        var expression = json;
        if (json.ValueKind == JsonValueKind.Object)
        {
            // Without typeName Elsa does not take the object for an input (contract §2.1). That it is there is enough: the Studio writes null for what it drew itself.
            expression = json.Member("typeName").IsSet() ? json.Member("expression") : default;
            if (expression.IsNothing())
            {
                return new CompiledInput(descriptor, descriptor.DefaultValue, null);
            }
        }

        var compiled = CompileExpression(node, expression, descriptor.TypeName, $"{node.Place}/{name}");
        return compiled is ConstantExpression constant
            ? new CompiledInput(descriptor, constant.Value.IsNothing() ? descriptor.DefaultValue : constant.Value, null)
            : new CompiledInput(descriptor, descriptor.DefaultValue, compiled);
    }

    private CompiledExpression CompileExpression(GraphNode node, JsonElement expression, string typeName, string place)
    {
        var compiled = ExpressionSyntaxes.Compile(expression, new ExpressionSite(node, typeName), out var mistake);
        if (mistake is not null)
        {
            Warn(node, "bad-expression", place, (mistake.English, $"L'expression ne peut pas être évaluée : {mistake.French}"));
        }

        ReadsOutputs |= compiled.ReadsOutputs;
        return compiled;
    }

    // Only of this definition's own steps, see GraphTree.WarningsOf.
    private void Warn(GraphNode node, string code, string place, LocalizedText text)
    {
        if (ReferenceEquals(tree.Owners[node.Index], definition))
        {
            Warnings.Add(new DefinitionWarning(code, place, node.Id, text));
        }
    }

    private void BindOutputs(GraphNode node)
    {
        var descriptors = node.Descriptor.Outputs;
        if (descriptors.Count == 0)
        {
            return;
        }

        node.Outputs = new OutputBinding[descriptors.Count];
        for (var i = 0; i < descriptors.Count; i++)
        {
            var target = node.Json.Member(JsonNames.Camel(descriptors[i].Name)).Member("memoryReference").Member("id").AsText();
            if (string.IsNullOrEmpty(target))
            {
                continue;
            }

            node.Outputs[i] = Bind(node, target);
        }
    }

    // A variable's id in scope, or a workflow output's name; inside a definition used as activity its outputs are variables (contract §2.2, §6).
    private OutputBinding Bind(GraphNode node, string target)
    {
        for (var scope = node.Parent; scope is not null; scope = scope.Parent)
        {
            for (var slot = 0; slot < scope.VariableSlots.Length; slot++)
            {
                if (scope.VariableSlots[slot].Id == target)
                {
                    return new OutputBinding(scope, slot, null);
                }
            }
        }

        return definition.Outputs.Any(output => string.Equals(output.Name, target, StringComparison.OrdinalIgnoreCase))
            ? new OutputBinding(null, 0, definition.Outputs.First(output => string.Equals(output.Name, target, StringComparison.OrdinalIgnoreCase)).Name)
            : default;
    }

    private sealed class Compilation(GraphNode node, GraphLinker linker) : NodeCompilation
    {
        public override GraphNode Node => node;

        public override GraphNode? Port(string name) => node.Ports.TryGetValue(name, out var children) && children.Length > 0 ? children[0] : null;

        public override IReadOnlyList<GraphNode?> Ports(string name) => node.Ports.TryGetValue(name, out var children) ? children : [];

        public override JsonElement Member(string name) => node.Json.Member(name);

        public override CompiledExpression CompileExpression(JsonElement expression, string typeName) => linker.CompileExpression(node, expression, typeName, node.Place);

        public override void Warn(string code, LocalizedText text, GraphNode? about = null) => linker.Warn(about ?? node, code, (about ?? node).Place, text);
    }
}
