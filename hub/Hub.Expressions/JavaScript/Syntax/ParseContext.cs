using System.Runtime.CompilerServices;

namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Where the parser stands: scopes, the function around, loops and labels. Saved and restored around each function.</summary>
internal sealed class ParseContext(TokenCursor cursor)
{
    /// <summary>Levels of constructs inside constructs. Far more than people write, far less than a stack holds.</summary>
    private const int MaxNesting = 400;

    private int nesting;

    public Scope Scope { get; set; } = new(null, isFunction: true);

    public bool InAsync { get; set; } = true;

    public bool InGenerator { get; set; }

    public bool InParameters { get; set; }

    public bool AllowsSuperMember { get; set; }

    public bool AllowsSuperCall { get; set; }

    public bool AllowsNewTarget { get; set; }

    /// <summary>Whether a <c>return</c> may stand here: in functions, and at the top level of our own scripts.</summary>
    public bool AllowsReturn { get; set; } = true;

    public int Loops { get; set; }

    public int Switches { get; set; }

    public List<(string Name, bool IsLoop)> Labels { get; set; } = [];

    /// <summary>Shorthand defaults such as <c>{ a = 1 }</c> met in what may turn out to be a pattern; an error unless it does.</summary>
    public int PendingShorthandDefault { get; set; } = -1;

    public void Enter(int position)
    {
        if (++nesting > MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SyntaxError.TooDeep(cursor.Source, position);
        }
    }

    public void Leave() => nesting--;

    public int Nesting
    {
        get => nesting;
        set => nesting = value;
    }

    public Scope OpenScope(bool isFunction = false, bool isArrow = false) => Scope = new Scope(Scope, isFunction, isArrow);

    public void CloseScope()
    {
        Scope.Close();
        Scope = Scope.Parent ?? throw new InvalidOperationException("The outermost scope cannot be closed.");
    }

    public Reference Use(string name, int position) => Scope.Use(name, position);

    public Binding Declare(string name, BindingKind kind, int position)
    {
        var binding = kind == BindingKind.Var ? Scope.DeclareVar(name) : Scope.Declare(name, kind);
        return binding ?? throw cursor.Fail(position, $"'{name}' is already declared.", $"« {name} » est déjà déclaré.");
    }
}
