namespace Hub.Expressions.JavaScript.Syntax;

internal enum BindingKind
{
    Var,
    Parameter,
    Function,
    Let,
    Const,
    Class,
    Catch,

    /// <summary>The name of a function expression, visible inside it and not assignable.</summary>
    OwnName,
    Arguments,
}

/// <summary>A declared name. The compiler gives it a slot: in the frame of its function, or in a heap environment when a closure captures it.</summary>
internal sealed class Binding(string name, BindingKind kind, Scope scope)
{
    public string Name { get; } = name;

    public BindingKind Kind { get; set; } = kind;

    public Scope Scope { get; } = scope;

    public bool IsCaptured { get; set; }

    public int Slot { get; set; } = -1;

    /// <summary>Whether reading it before its declaration ran is an error.</summary>
    public bool HasDeadZone => IsLateParameter || Kind is BindingKind.Let or BindingKind.Const or BindingKind.Class;

    /// <summary>A parameter of a function with defaults, which may be read too early.</summary>
    public bool IsLateParameter { get; set; }

    public bool IsLexical => Kind is BindingKind.Let or BindingKind.Const or BindingKind.Class;
}

/// <summary>A use of a name; bound when the scopes around it close, or free.</summary>
internal sealed class Reference(string name, Scope scope, int position)
{
    public string Name { get; } = name;

    /// <summary>Where it was written.</summary>
    public Scope Scope { get; } = scope;

    public int Position { get; } = position;

    public Binding? Binding { get; set; }

    public bool CrossedFunction { get; set; }
}

/// <summary>A region in which names are declared: a function, a block, a loop head, a catch clause, a switch.</summary>
internal sealed class Scope(Scope? parent, bool isFunction, bool isArrow = false)
{
    private readonly Dictionary<string, Binding> byName = [];
    private List<Reference> references = [];
    private bool? needsEnvironment;
    private HashSet<string>? varsPassedThrough;

    public Scope? Parent { get; } = parent;

    public bool IsFunction { get; } = isFunction;

    public bool IsArrow { get; } = isArrow;

    /// <summary>Whether <c>var</c> declares here: a function, or its body where the parameters hold code of their own (§10.2.11, step 28).</summary>
    public bool HoldsVars { get; init; } = isFunction;

    /// <summary>Whether <c>var</c> and functions of this scope are members of the global object, so that their names stay free.</summary>
    public bool HasGlobalVars { get; set; }

    public List<Binding> Bindings { get; } = [];

    /// <summary>Function declarations, given their value when the scope is entered.</summary>
    public List<FunctionSyntax> Functions { get; } = [];

    public IReadOnlyList<Reference> Unresolved => references;

    /// <summary>Whether entering the scope makes a heap environment. Known after the whole source is read.</summary>
    public bool NeedsEnvironment => needsEnvironment ??= Bindings.Exists(static binding => binding.IsCaptured);

    public Binding? Find(string name) => byName.GetValueOrDefault(name);

    public Reference Use(string name, int position)
    {
        var reference = new Reference(name, this, position);
        references.Add(reference);
        return reference;
    }

    /// <summary>Declares a name; null when the name is taken in a way that forbids it.</summary>
    public Binding? Declare(string name, BindingKind kind)
    {
        var existing = Find(name);
        if (kind is BindingKind.Let or BindingKind.Const or BindingKind.Class)
        {
            if (existing is not null and not { Kind: BindingKind.OwnName } || varsPassedThrough?.Contains(name) == true)
            {
                return null;
            }
        }
        else if (existing is not null)
        {
            if (existing.IsLexical || kind == BindingKind.Parameter || (!HoldsVars && (kind == BindingKind.Function || existing.Kind == BindingKind.Function)))
            {
                return null;
            }

            if (kind == BindingKind.Function && existing.Kind == BindingKind.Var)
            {
                existing.Kind = BindingKind.Function;
            }

            return existing;
        }
        else if (kind == BindingKind.Function && varsPassedThrough?.Contains(name) == true)
        {
            return null;
        }

        var binding = new Binding(name, kind, this);
        Bindings.Add(binding);
        byName.Add(name, binding);
        return binding;
    }

    /// <summary>Declares a <c>var</c> in the function around; null when a lexical name stands in between.</summary>
    public Binding? DeclareVar(string name)
    {
        var scope = this;
        for (; !scope.HoldsVars; scope = scope.Parent ?? throw new InvalidOperationException("A scope lies outside any function."))
        {
            if (scope.Find(name) is { } inner && (inner.IsLexical || inner.Kind == BindingKind.Function))
            {
                return null;
            }

            (scope.varsPassedThrough ??= []).Add(name);
        }

        return scope.Declare(name, BindingKind.Var);
    }

    /// <summary>Binds what this scope declares and hands the rest to the scope around.</summary>
    public void Close()
    {
        var open = references;
        references = [];
        foreach (var reference in open)
        {
            var binding = Find(reference.Name);
            if (binding is null && reference.Name == "arguments" && IsFunction && !IsArrow && Parent is not null)
            {
                binding = Declare("arguments", BindingKind.Arguments);
            }

            if (HasGlobalVars && binding is { Kind: BindingKind.Var or BindingKind.Function })
            {
                references.Add(reference);
            }
            else if (binding is not null)
            {
                reference.Binding = binding;
                binding.IsCaptured |= reference.CrossedFunction;
            }
            else if (Parent is null)
            {
                references.Add(reference);
            }
            else
            {
                reference.CrossedFunction |= IsFunction;
                Parent.references.Add(reference);
            }
        }
    }
}
