using Hub.Expressions.JavaScript.Syntax;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>Compiles names and everything that can stand left of an assignment.</summary>
internal sealed class TargetCompiler(FunctionCompiler function)
{
    public ExpressionCode CompileRead(Reference reference)
    {
        if (reference.Binding is not { } binding)
        {
            return reference.Name == "undefined"
                ? new ConstantCode(default)
                : new GlobalCode(function.Script.GlobalIndex(reference.Name), reference.Name, reference.Position);
        }

        return binding.IsCaptured ? new HeapCode(Hops(reference.Scope, binding), binding.Slot, binding.Name, reference.Position)
            : binding.HasDeadZone ? new CheckedLocalCode(binding.Slot, binding.Name, reference.Position)
            : new LocalCode(binding.Slot);
    }

    public TargetCode CompileTarget(SyntaxNode target, bool initializes)
    {
        switch (target)
        {
            case BindingSyntax name:
                return CompileName(name.Reference, initializes);
            case NameSyntax name:
                return CompileName(name.Reference, initializes);
            case MemberSyntax member:
                return new MemberTarget(
                    function.Expressions.Compile(member.Target),
                    member.Key,
                    member.Computed is null ? null : function.Expressions.Compile(member.Computed),
                    member.Position);
            case SuperMemberSyntax member:
                return new SuperTarget(member.Key, member.Computed is null ? null : function.Expressions.Compile(member.Computed));
            default:
                throw new InvalidOperationException($"{target.GetType().Name} is not a target.");
        }
    }

    /// <summary>The place of a declared variable, written without asking whether it may be.</summary>
    public static TargetCode CompileInitializer(Binding binding, Scope from, int position) => binding.IsCaptured
        ? new HeapTarget(Hops(from, binding), binding.Slot, binding.Name, isChecked: false, position)
        : new LocalTarget(binding.Slot, binding.Name, isChecked: false, position);

    public PatternCode CompilePattern(SyntaxNode target, bool initializes)
    {
        switch (target)
        {
            case ArrayPatternSyntax array:
                return new ArrayPatternCode(
                    [.. array.Items.Select(item => item is null ? (PatternPart?)null : CompilePart(item, initializes))],
                    array.Rest is null ? null : CompilePattern(array.Rest, initializes));
            case ObjectPatternSyntax pattern:
                return new ObjectPatternCode(
                    [.. pattern.Items.Select(item => (item.Name.Key, item.Name.Computed is null ? null : function.Expressions.Compile(item.Name.Computed), CompilePart(item.Item, initializes)))],
                    pattern.Rest is null ? null : CompilePattern(pattern.Rest, initializes),
                    pattern.Position);
            default:
                return new TargetPattern(CompileTarget(target, initializes));
        }
    }

    private PatternPart CompilePart(PatternItem item, bool initializes) => new(
        CompilePattern(item.Target, initializes),
        item.Default is null ? null : function.Expressions.CompileNamed(item.Default, FunctionCompiler.NameOf(item.Target)));

    private TargetCode CompileName(Reference reference, bool initializes)
    {
        if (reference.Binding is not { } binding)
        {
            return new GlobalTarget(function.Script.GlobalIndex(reference.Name), reference.Name, reference.Position);
        }

        if (!initializes && binding.Kind is BindingKind.Const or BindingKind.OwnName)
        {
            return new ConstantTarget(CompileRead(reference), reference.Position);
        }

        var isChecked = !initializes && binding.HasDeadZone;
        return binding.IsCaptured
            ? new HeapTarget(Hops(reference.Scope, binding), binding.Slot, binding.Name, isChecked, reference.Position)
            : new LocalTarget(binding.Slot, binding.Name, isChecked, reference.Position);
    }

    private static int Hops(Scope from, Binding binding)
    {
        var hops = 0;
        for (var scope = from; !ReferenceEquals(scope, binding.Scope); scope = scope.Parent ?? throw new InvalidOperationException("A binding lies outside the scopes of its use."))
        {
            hops += scope.NeedsEnvironment ? 1 : 0;
        }

        return hops;
    }
}
