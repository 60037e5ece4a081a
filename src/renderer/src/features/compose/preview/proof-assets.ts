import { createContext, useContext } from 'react'
import type { Assets } from '../check.ts'

/** The files of the post that is drawn. */
const ProofAssets = createContext<Assets>(new Map())
export const ProofAssetsProvider = ProofAssets.Provider

export function useProofAssets(): Assets {
  return useContext(ProofAssets)
}
