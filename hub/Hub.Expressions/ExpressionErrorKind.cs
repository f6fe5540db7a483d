namespace Hub.Expressions;

/// <summary>Why an expression gave no value.</summary>
public enum ExpressionErrorKind
{
    /// <summary>The text is not a valid expression.</summary>
    Syntax,

    /// <summary>The expression ran and threw, or the host refused what it asked.</summary>
    Runtime,

    /// <summary>A limit of <see cref="ExpressionBudget"/> was reached; <see cref="ExpressionException.Budget"/> names it.</summary>
    Budget,

    /// <summary>The text is valid in its language, but uses a construct that is not offered here.</summary>
    NotSupported,
}
