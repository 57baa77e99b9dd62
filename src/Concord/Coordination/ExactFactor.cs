using System.Numerics.Tensors;
using Concord.Sheaves;
using Concord.Tensors.LinearAlgebra;

namespace Concord.Coordination;

/// <summary>
/// One sample's consensus step as a linear map z = G t, factored, with its transpose for the way back.
/// </summary>
internal abstract class ExactFactor
{
    /// <summary>Replaces t by z.</summary>
    public abstract void Forward(Span<double> t);

    /// <summary>Replaces z̄ by t̄; <paramref name="solved"/> receives (γL + R)⁻¹ z̄ where consensus is soft.</summary>
    public abstract void Backward(Span<double> z, Span<double> solved);

    /// <summary>ρ of one coordinate, where one number may serve all.</summary>
    protected static double At(float[] rho, int i) => rho[rho.Length == 1 ? 0 : i];

    /// <summary>(γL + R) z = R t with R = diag ρ, by Cholesky.</summary>
    internal sealed class Soft : ExactFactor
    {
        private readonly float[] _rho;
        private readonly Cholesky _factor;

        public Soft(Matrix coboundary, double pull, float[] rho)
        {
            _rho = rho;
            var system = new Matrix(coboundary.Columns, coboundary.Columns);
            var weights = new double[coboundary.Rows];
            Array.Fill(weights, pull);
            coboundary.AddGramTo(system, weights);
            for (var i = 0; i < system.Rows; i++)
                system[i, i] += At(rho, i);
            _factor = Cholesky.TryOf(system) ?? throw new ArgumentException(
                "The system of soft consensus must be positive definite: the maps are not finite or too large.");
        }

        public override void Forward(Span<double> t)
        {
            for (var i = 0; i < t.Length; i++)
                t[i] *= At(_rho, i);
            _factor.Solve(t);
        }

        public override void Backward(Span<double> z, Span<double> solved)
        {
            _factor.Solve(z);
            z.CopyTo(solved);
            for (var i = 0; i < z.Length; i++)
                z[i] *= At(_rho, i);
        }
    }

    /// <summary>The projection on ker δ that is orthogonal where coordinate i is measured in units of 1/√ρᵢ.</summary>
    internal sealed class Hard : ExactFactor
    {
        private readonly double[] _root;
        private readonly RowSpace _conditions;

        public Hard(Matrix coboundary, float[] rho)
        {
            _root = new double[coboundary.Columns];
            for (var i = 0; i < _root.Length; i++)
                _root[i] = rho.Length == 1 ? 1 : Math.Sqrt(rho[i]);
            var scaled = coboundary.Copy();
            for (var i = 0; i < scaled.Rows; i++)
                TensorPrimitives.Divide(scaled.Row(i), _root, scaled.Row(i));
            _conditions = RowSpace.Of(scaled, Sheaf.SectionTolerance, equilibrate: true);
        }

        public override void Forward(Span<double> t)
        {
            TensorPrimitives.Multiply(t, _root, t);
            _conditions.Remove(t);
            TensorPrimitives.Divide(t, _root, t);
        }

        public override void Backward(Span<double> z, Span<double> solved)
        {
            TensorPrimitives.Divide(z, _root, z);
            _conditions.Remove(z);
            TensorPrimitives.Multiply(z, _root, z);
        }
    }
}
